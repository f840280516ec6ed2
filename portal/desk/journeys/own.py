"""The journeys that an owner made: settings of the house, whose version is the journey's."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal import ledger
from portal.errors import N_, NotUnderstood
from portal.journey import TEMPLATES, Template, check_plan, read_plan, written_plan
from portal.ledger import Draft, Made

PREFIX = "journey:"
LONGEST_TITLE, LONGEST_BASE, MOST = 60, 40, 200
MOST_VERSIONS = 500  # that are offered at once
_APART = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Own:
    """The newest version of a journey of an owner's own; `ended`: no order begins it any more."""

    template: Template
    ended: bool = False


def key_of(base: str) -> str:
    """Return the key of the setting that holds a journey."""
    return f"{PREFIX}{base}"


def own_journeys(bases: Collection[str] | None = None) -> dict[str, Own]:
    """Return the newest version of each own journey, by its name without it. One statement.

    Args:
        bases: only these, of those there are.
    """
    if bases is None:
        made = ledger.settings_of(PREFIX)
    else:
        made = ledger.settings_called([key_of(base) for base in bases])
    return {key.removeprefix(PREFIX): _read(key, *one) for key, one in sorted(made.items())}


def newest(name: str, own: dict[str, Own]) -> Template | None:
    """Return what orders begin that are to follow a journey; None if there is none of this name.

    Args:
        name: a built-in journey with its version, or an own one without.
    """
    found = own.get(name)
    if found and not found.ended:
        return found.template
    return TEMPLATES.get(name)


def offered(own: dict[str, Own], kind: str = "") -> list[Template]:
    """Return every journey that orders (of a kind) may begin: own ones, then built-in ones."""
    found = [one.template for one in own.values() if not one.ended]
    return [one for one in (*found, *TEMPLATES.values()) if kind in ("", one.kind)]


def all_offered(kinds: Collection[str]) -> list[Template]:
    """Return every version of every journey that orders of these kinds may be moved to.

    Own ones first, the newest of each first; none of those that were ended. One statement.
    """
    found: list[Template] = []
    over: set[str] = set()  # journeys whose newest version says that they are ended
    begun: set[str] = set()
    for key, version, doc in ledger.versions_within(PREFIX, MOST_VERSIONS):
        base = key.removeprefix(PREFIX)
        if base not in begun and doc.get("ended"):
            over.add(base)
        begun.add(base)
        if base not in over and not doc.get("ended"):
            found.append(_template(base, version, doc))
    return [one for one in (*found, *TEMPLATES.values()) if one.kind in kinds]


def versions(base: str, most: int = 100) -> list[tuple[Made, Template | None]]:
    """Return the versions of an own journey, the newest first; None where it was ended."""
    return [
        (made, None if made.doc.get("ended") else _template(base, made.version, made.doc))
        for made in ledger.versions_of(key_of(base), most)
    ]


def free_base(title: str, taken: Iterable[str]) -> str:
    """Return a name for a journey with this title that no other has.

    Raises:
        NotUnderstood: the title is empty, or too long.
    """
    title = " ".join(title.split())
    if not title:
        raise NotUnderstood(N_("Give the journey a name."), field="title")
    if len(title) > LONGEST_TITLE:
        raise NotUnderstood(N_("Shorten the name to 60 characters."), field="title")
    plain = (
        unicodedata.normalize("NFKD", title.replace("ß", "ss"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    start = _APART.sub("-", plain).strip("-")[:LONGEST_BASE] or "journey"
    known = {*taken, *(one.base for one in TEMPLATES.values())}
    names = (start, *(f"{start}-{n}" for n in range(2, MOST + 2)))
    return next(name for name in names if name not in known)


def drafted(base: str, template: Template) -> Draft:
    """Return the draft of a journey's next version, checked.

    Raises:
        NotUnderstood: no order could follow it; `field` names the step, see `check_plan`.
    """
    free_base(template.title, ())
    return _next(base, written_plan(check_plan(template)))


def ended(base: str) -> Draft:
    """Return the draft that ends a journey: no order begins it; those that follow it go on."""
    return _next(base, {"ended": True})


def _next(base: str, doc: dict) -> Draft:
    key = key_of(base)
    version = ledger.settings_called([key]).get(key, (0, {}))[0] + 1
    body = {"key": key, "version": version, "doc": doc}
    return Draft("setting.made", key=f"{key}/{version}", body=body)


def _read(key: str, version: int, doc: dict) -> Own:
    base = key.removeprefix(PREFIX)
    if doc.get("ended"):
        return Own(Template(f"{base}/{version}", "", (), asks=False, ends=()), ended=True)
    return Own(_template(base, version, doc))


def _template(base: str, version: int, doc: dict) -> Template:
    return read_plan(f"{base}/{version}", doc)
