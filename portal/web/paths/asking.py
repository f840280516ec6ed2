"""What a page of paths is asked about: template, partner, period; and its address."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.desk import journeys
from portal.insight import paths
from portal.journey import TEMPLATES
from portal.web import words_journeys, words_order, words_steps
from portal.web.companies import Choice, chosen

PERIODS = ("3", "12", "36", "all")
USUAL = "12"
FIELDS = ("journey", "supplier", "months")


@dataclass(frozen=True)
class Question:
    """What was asked: the journeys that lines went by, the one chosen, of whom, in which months.

    `own` are the owner's own journeys among them, by name without a version, as they are now.
    """

    followed: tuple[paths.Followed, ...]
    own: dict[str, journeys.Own]
    partner: Choice
    asked: paths.Asked | None

    @property
    def key(self) -> str:
        """Return the chosen journey as an address names it."""
        return f"{self.asked.kind}:{self.asked.template}" if self.asked else ""

    @property
    def base(self) -> str:
        """Return the chosen journey without its version."""
        return _base(self.asked.template) if self.asked else ""

    def step(self, code: str) -> str:
        """Return what a step of the chosen journey is called: as its owner did, else as usual."""
        own = self.own.get(self.base)
        found = own.template.step(code) if own else None
        return found.name if found and found.name else words_steps.step(code, self.asked.kind)


def question() -> Question:
    """Return what this address asks about; without a word, what most lines went by."""
    followed, partner = tuple(paths.templates_seen()), chosen(request.args.get("supplier"))
    wanted = request.args.get("journey", "")
    found = [one for one in followed if f"{one.kind}:{one.template}" == wanted]
    most = sorted(followed, key=lambda one: (-one.lines, one.kind, one.template))
    asked = None
    for one in (found or most)[:1]:
        asked = paths.Asked(one.kind, one.template, partner.org, _since(one.newest))
    bases = {_base(one.template) for one in followed if one.template not in TEMPLATES}
    own = journeys.own_journeys(sorted(bases)) if bases else {}
    return Question(followed, own, partner, asked)


def fields() -> dict[str, str]:
    """Return the fields of this address; what others put there is left out."""
    return {name: request.args[name] for name in FIELDS if request.args.get(name)}


def address(endpoint: str, **more: str | None) -> str:
    """Return the address of a page that asks about the same, with something changed."""
    return url_for(endpoint, **{**fields(), **more})


def period() -> str:
    """Return how many months were asked for."""
    wanted = request.args.get("months", USUAL)
    return wanted if wanted in PERIODS else USUAL


def periods() -> list[tuple[str, str]]:
    """Return the periods to choose from, with their words."""
    told = [(n, ngettext("Last %(num)d month", "Last %(num)d months", int(n)))
            for n in PERIODS[:-1]]  # fmt: skip
    return [*told, ("all", _("All months"))]


def offered(asked: Question) -> list[tuple[str, str]]:
    """Return the journeys to choose from, in words; two of one name are told apart by kind."""
    titles = [title(asked, one.template) for one in asked.followed]
    often = Counter(titles)
    return [
        (
            f"{one.kind}:{one.template}",
            f"{name} ({words_order.kind(one.kind)}, {one.template})" if often[name] > 1 else name,
        )
        for one, name in zip(asked.followed, titles, strict=True)
    ]


def title(asked: Question, template: str) -> str:
    """Return what a journey is called, and which version of it is meant."""
    own = asked.own.get(_base(template))
    return _(
        "%(title)s, version %(n)s",
        title=words_journeys.title_of(template, own.template.title if own else ""),
        n=template.rpartition("/")[2],
    )


def _base(template: str) -> str:
    return template.rpartition("/")[0]


def _since(newest: str) -> str:
    """Return the first of the months asked for; they end with the newest that has paths."""
    if period() == "all":
        return ""
    last = date.fromisoformat(f"{newest}-01")
    months = last.year * 12 + last.month - int(period())
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
