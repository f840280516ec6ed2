"""What an owner asks of those who ship: which papers come with the goods, how much is too much.

Both are settings of the owner. A rule about papers holds for goods that fit all it names;
what it leaves empty fits everything:

    {"rules": [{"type": "conformity", "kinds": ["purchase"], "categories": ["castings"],
                "countries": [], "strict": true}]}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.errors import N_, NotUnderstood
from portal.journey import Journey, Line, Need
from portal.ledger import Draft, number, settings_of

DOCUMENTS, TOLERANCE = "documents:shipment", "tolerance:shipment"
MOST_RULES, MOST_PERCENT = 50, Decimal(100)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class NeedRule:
    """A document that has to come with some goods. `strict`: nothing is announced without it."""

    type: str
    strict: bool = False
    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def fits(self, journey: Journey, line: Line) -> bool:
        """Say whether the rule is about these goods."""
        category = line.item.get("category", "").casefold()
        country = line.site.get("country") or journey.destination.get("country", "")
        asked = (
            (self.kinds, journey.kind),
            ({one.casefold() for one in self.categories}, category),
            (self.countries, country),
        )
        return all(not wanted or there in wanted for wanted, there in asked)


@dataclass(frozen=True, slots=True)
class ShippingRules:
    """An owner's rules; `version` is that of the setting about papers, 0 for none."""

    needs: tuple[NeedRule, ...] = ()
    version: int = 0
    over_percent: Decimal = Decimal(0)

    def needed(self, goods: Iterable[tuple[Journey, Line]]) -> tuple[Need, ...]:
        """Return which documents have to come with these goods, strict ones first."""
        found: dict[str, bool] = {}
        for journey, line in goods:
            for rule in self.needs:
                if rule.fits(journey, line):
                    found[rule.type] = found.get(rule.type, False) or rule.strict
        return tuple(Need(name, strict) for name, strict in sorted(found.items(), key=_strict))


def over_allowed(rules: ShippingRules, _journey: Journey, line: Line) -> Decimal:
    """Return how much more than was ordered of a line may be sent, in its unit."""
    ordered = sum((part.cap for part in line.parts.values() if not part.tentative), Decimal(0))
    return ordered * rules.over_percent / _HUNDRED


def shipping_rules() -> ShippingRules:
    """Return the rules of the scope's owner: nothing needed and nothing over, unless it said so."""
    version, papers = settings_of(DOCUMENTS).get(DOCUMENTS, (0, {}))
    _, tolerance = settings_of(TOLERANCE).get(TOLERANCE, (0, {}))
    percent = Decimal(tolerance.get("over_percent", "0"))
    return ShippingRules(need_rules(papers), version, percent)


def need_rules(doc: Mapping) -> tuple[NeedRule, ...]:
    """Return the rules that a setting's document holds."""
    return tuple(
        NeedRule(
            row["type"],
            row.get("strict", False),
            *(frozenset(row.get(name, ())) for name in ("kinds", "categories", "countries")),
        )
        for row in doc.get("rules", ())
    )


def set_needs(rules: Iterable[NeedRule], version: int) -> Draft:
    """Draft the setting that holds these rules.

    Raises:
        NotUnderstood: there are too many of them.
    """
    rows = [_row(rule) for rule in rules]
    if len(rows) > MOST_RULES:
        raise NotUnderstood(N_("At most %(most)s rules."), most=MOST_RULES)
    return _setting(DOCUMENTS, version, {"rules": rows})


def set_over(percent: Decimal, version: int) -> Draft:
    """Draft the setting that says how much more than ordered may be sent.

    Raises:
        NotUnderstood: it is no percentage from 0 to 100.
    """
    if not (percent.is_finite() and 0 <= percent <= MOST_PERCENT):
        raise NotUnderstood(N_("Give a percentage from 0 to 100."), field="over_percent")
    return _setting(TOLERANCE, version, {"over_percent": number(percent)})


def _setting(key: str, version: int, doc: dict) -> Draft:
    body = {"key": key, "version": version, "doc": doc}
    return Draft("setting.made", key=f"{key}/{version}", body=body)


def _row(rule: NeedRule) -> dict:
    row = {"type": rule.type, "strict": rule.strict}
    lists = {name: sorted(getattr(rule, name)) for name in ("kinds", "categories", "countries")}
    return row | {name: values for name, values in lists.items() if values}


def _strict(need: tuple[str, bool]) -> tuple[bool, str]:
    return not need[1], need[0]
