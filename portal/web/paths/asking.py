"""What a page of paths is asked about: template, partner, period; and its address."""

from dataclasses import dataclass
from datetime import date

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.insight import paths
from portal.web import words_order
from portal.web.companies import Choice, chosen

PERIODS = ("3", "12", "36", "all")
USUAL = "12"
FIELDS = ("journey", "supplier", "months")


@dataclass(frozen=True)
class Question:
    """What was asked: the templates there are, which was chosen, of whom, over which months."""

    templates: tuple[tuple[str, str, str], ...]
    partner: Choice
    asked: paths.Asked | None

    @property
    def key(self) -> str:
        """Return the chosen template as an address names it."""
        return f"{self.asked.kind}:{self.asked.template}" if self.asked else ""


def question() -> Question:
    """Return what this address asks about; without a word, the first template there is."""
    templates, partner = tuple(paths.templates_seen()), chosen(request.args.get("supplier"))
    wanted = request.args.get("journey", "")
    found = [one for one in templates if f"{one[0]}:{one[1]}" == wanted] or list(templates)[:1]
    asked = None
    for kind, template, newest in found:
        asked = paths.Asked(kind, template, partner.org, _since(newest))
    return Question(templates, partner, asked)


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


def journeys(templates: tuple[tuple[str, str, str], ...]) -> list[tuple[str, str]]:
    """Return the templates to choose from, in words."""
    return [
        (f"{kind}:{name}", f"{words_order.kind(kind)} · {name}")
        for kind, name, _newest in templates
    ]


def _since(newest: str) -> str:
    """Return the first of the months asked for; they end with the newest that has paths."""
    if period() == "all":
        return ""
    last = date.fromisoformat(f"{newest}-01")
    months = last.year * 12 + last.month - int(period())
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
