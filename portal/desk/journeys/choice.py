"""Which journey an order is to follow: rules of an owner, of which the most specific holds. Pure.

    {"rules": [{"journey": "castings", "mode": "sea", "supplier": 7, "group": "…",
                "category": "castings", "from": "CN", "to": "DE", "scope": "transport"}]}

A rule speaks of orders of its journey's kind. What it names must all fit. Of two that fit,
the one that names the supplier holds, then the item category, then the supplier group, the
country of arrival, that of departure, the mode; then the one that stands first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal import ledger
from portal.errors import N_, NotUnderstood
from portal.journey import SCOPES, TEMPLATES, WHOLE, Journey
from portal.ledger import Draft

CHOICE = "journey.choice"
MOST_RULES = 100
MODES = ("sea", "air", "road", "rail", "parcel")
_CALLED = {"ocean": "sea", "truck": "road", "air charter": "air"}  # as senders call them
_TEXTS = ("mode", "group", "category", "start", "end")
_NAMES = {"start": "from", "end": "to"}  # as documents name them


@dataclass(frozen=True, slots=True)
class Rule:
    """Orders that are like this follow that journey; what is empty is not asked for.

    `journey` is a built-in one with its version, or an own one without: its newest holds.
    """

    journey: str
    mode: str = ""
    supplier: int = 0
    group: str = ""
    category: str = ""
    start: str = ""
    end: str = ""
    scope: str = WHOLE

    @property
    def weight(self) -> tuple[bool, ...]:
        """Return how specific it is: what is compared first stands first."""
        named = (self.supplier, self.category, self.group, self.end, self.start, self.mode)
        return tuple(map(bool, named))


@dataclass(frozen=True, slots=True)
class Asked:
    """What of an order rules may speak of. `categories` are in small letters."""

    kind: str
    mode: str = ""
    supplier: int = 0
    group: str = ""
    categories: frozenset[str] = frozenset()
    start: str = ""
    ends: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """An owner's rules, and their version; 0 where none were ever made."""

    rules: tuple[Rule, ...] = ()
    version: int = 0


def asked_of(read: Journey, group: str = "") -> Asked:
    """Return what rules may say of an order. `group` is the one its partner is in."""
    lines = read.lines.values()
    whole = read.destination.get("country", "")
    return Asked(
        kind=read.kind,
        mode=_CALLED.get(read.mode.casefold(), read.mode.casefold()),
        supplier=read.partner,
        group=group,
        categories=frozenset(line.item.get("category", "").casefold() for line in lines) - {""},
        start=read.origin.get("country", ""),
        ends=frozenset(line.site.get("country") or whole for line in lines) - {""},
    )


def fitting(choice: Choice, asked: Asked, kinds: Mapping[str, str]) -> list[int]:
    """Return the numbers of the rules that fit an order, from 0, the one that holds first.

    Args:
        kinds: of orders, by the name of each journey that can be begun.
    """
    fit = [n for n, rule in enumerate(choice.rules) if _fits(rule, asked, kinds)]
    return sorted(fit, key=lambda n: ([not x for x in choice.rules[n].weight], n))


def choice_made() -> Choice:
    """Return the rules of the scope's owner. One statement."""
    version, doc = ledger.settings_called([CHOICE]).get(CHOICE, (0, {}))
    return Choice(tuple(_read(one) for one in doc.get("rules", ())), version)


def choice_drafted(rules: tuple[Rule, ...], known: Mapping[str, str], version: int) -> Draft:
    """Return the draft of the rules' next version.

    Args:
        known: the kind of orders of each journey that can be begun, by its name.
        version: the newest one there is.

    Raises:
        NotUnderstood: a rule cannot be meant; `field` is its number, from 1.
    """
    if len(rules) > MOST_RULES:
        raise NotUnderstood(N_("At most %(most)s rules."), field="rules", most=MOST_RULES)
    for number, rule in enumerate(rules, start=1):
        _check(rule, str(number), known)
        if any(_same(rule, other, known) for other in rules[: number - 1]):
            raise NotUnderstood(
                N_("Another rule is for the same orders. Change or remove one."), field=str(number)
            )
    doc = {"rules": [_written(one) for one in rules]}
    body = {"key": CHOICE, "version": version + 1, "doc": doc}
    return Draft("setting.made", key=f"{CHOICE}/{version + 1}", body=body)


def _fits(rule: Rule, asked: Asked, kinds: Mapping[str, str]) -> bool:
    return (
        kinds.get(rule.journey) == asked.kind
        and rule.mode in ("", asked.mode)
        and rule.supplier in (0, asked.supplier)
        and rule.group in ("", asked.group)
        and (not rule.category or rule.category.casefold() in asked.categories)
        and rule.start in ("", asked.start)
        and (not rule.end or asked.ends == {rule.end})
    )


def _same(one: Rule, other: Rule, known: Mapping[str, str]) -> bool:
    """Say whether two rules speak of the very same orders."""
    about = ("mode", "supplier", "group", "start", "end")
    return (
        known.get(one.journey) == known.get(other.journey)
        and all(getattr(one, name) == getattr(other, name) for name in about)
        and one.category.casefold() == other.category.casefold()
    )


def _check(rule: Rule, field: str, known: Mapping[str, str]) -> None:
    if rule.journey not in known and rule.journey not in TEMPLATES:
        raise NotUnderstood(N_("Choose the journey."), field=field)
    if rule.scope not in SCOPES or rule.mode not in ("", *MODES):
        raise NotUnderstood(N_("Choose the mode of transport."), field=field)
    for country in (rule.start, rule.end):
        if country and not (
            len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()
        ):
            raise NotUnderstood(N_("Write a country as two letters, such as DE."), field=field)


def _read(said: Mapping) -> Rule:
    texts = {name: said.get(_NAMES.get(name, name), "") for name in _TEXTS}
    return Rule(
        said["journey"],
        supplier=said.get("supplier", 0),
        scope=said.get("scope", WHOLE),
        **texts,
    )


def _written(rule: Rule) -> dict:
    said = {_NAMES.get(name, name): getattr(rule, name) for name in _TEXTS}
    said |= {"supplier": rule.supplier, "scope": rule.scope if rule.scope != WHOLE else ""}
    return {"journey": rule.journey} | {name: value for name, value in said.items() if value}
