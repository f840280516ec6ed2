"""What an owner asks of those who ship: which papers come with the goods.

They are a setting of the owner. A rule holds for goods that fit all it names; what it leaves
empty fits everything:

    {"rules": [{"type": "conformity", "kinds": ["purchase"], "categories": ["castings"],
                "countries": [], "strict": true}]}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.errors import N_, NotUnderstood
from portal.journey import Journey, Line, Need
from portal.ledger import Draft, settings_of

DOCUMENTS = "documents:shipment"
MOST_RULES = 50


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

    def needed(self, goods: Iterable[tuple[Journey, Line]]) -> tuple[Need, ...]:
        """Return which documents have to come with these goods, strict ones first."""
        found: dict[str, bool] = {}
        for journey, line in goods:
            for rule in self.needs:
                if rule.fits(journey, line):
                    found[rule.type] = found.get(rule.type, False) or rule.strict
        return tuple(Need(name, strict) for name, strict in sorted(found.items(), key=_strict))


def shipping_rules() -> ShippingRules:
    """Return the rules of the scope's owner: nothing is needed unless it said so."""
    version, papers = settings_of(DOCUMENTS).get(DOCUMENTS, (0, {}))
    return ShippingRules(need_rules(papers), version)


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


def _setting(key: str, version: int, doc: dict) -> Draft:
    body = {"key": key, "version": version, "doc": doc}
    return Draft("setting.made", key=f"{key}/{version}", body=body)


def _row(rule: NeedRule) -> dict:
    row = {"type": rule.type, "strict": rule.strict}
    lists = {name: sorted(getattr(rule, name)) for name in ("kinds", "categories", "countries")}
    return row | {name: values for name, values in lists.items() if values}


def _strict(need: tuple[str, bool]) -> tuple[bool, str]:
    return not need[1], need[0]
