"""For which orders a setting of rules holds, and what is not measured. Pure.

    watch.rules                 for all orders          {"rules": {"overdue": {"grace_days": 2}}}
    watch.rules:supplier:17     for one supplier        only what differs there
    watch.spare:item:ax-7       is not measured         {"reason": "…", "from": "2026-03-01",
                                                         "until": "2026-04-30", "rules": […]}

The most specific setting wins, figure by figure. `{"ended": true}` ends a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from portal.errors import N_, NotUnderstood
from portal.journey import Calendar, Journey
from portal.watch.ladder import LADDER, read_ladder
from portal.watch.setting import KEY, PLAIN, Settings, merge
from portal.watch.sparing import Spared, Sparing
from portal.watch.usual import Usual

# For whom rules may be set otherwise, the most specific first; and what may be spared.
LANE, SUPPLIER, GROUP, KIND = SCOPES = ("lane", "supplier", "group", "kind")
ORDER, ITEM, SITE = "order", "item", "site"
SPARED = (ORDER, ITEM, SITE, SUPPLIER)
SPARE = "watch.spare"
LONGEST = 80
Docs = Mapping[str, tuple[int, dict]]


@dataclass(frozen=True)
class Subject:
    """What settings of rules can be about: an order, and what it is placed with, for and along."""

    order: str = ""
    kind: str = ""
    partner: int = 0
    group: str = ""
    way: str = ""  # its lane, as statistics call it
    sites: Mapping[int, str] = field(default_factory=dict)  # by line
    items: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def rule_keys(self) -> list[str]:
        """Return the keys of the settings that may hold, the most specific first."""
        told = {
            LANE: self.way,
            SUPPLIER: str(self.partner or ""),
            GROUP: self.group,
            KIND: self.kind,
        }
        return [rules_key(scope, told[scope]) for scope in SCOPES if told[scope]]

    @cached_property
    def spare_keys(self) -> dict[str, frozenset[int]]:
        """Return the keys of what may be spared, and which lines that would be; 0 is the order."""
        whole = frozenset({0, *self.items})
        keys = {spare_key(ORDER, self.order): whole, spare_key(SUPPLIER, str(self.partner)): whole}
        for scope, named in ((ITEM, self.items), (SITE, self.sites)):
            for name in {norm(one) for one in named.values() if one}:
                lines = frozenset(line for line, one in named.items() if norm(one) == name)
                keys[spare_key(scope, name)] = whole if lines >= named.keys() else lines
        return keys

    @property
    def keys(self) -> set[str]:
        """Return every key that may say something about the order."""
        return {KEY, LADDER, *self.rule_keys, *self.spare_keys}


def subject_of(order: str, journey: Journey, group: str, country: str) -> Subject:
    """Return what settings about an order can be about.

    Args:
        group: of its partner. `country`: where that is at home, if the order names no origin.
    """
    lines = journey.lines.values()
    return Subject(
        order,
        journey.kind,
        journey.partner,
        group,
        lane_of(journey, country),
        {line.line: line.site.get("name") or journey.site for line in lines},
        {line.line: line.item.get("code", "") for line in lines},
    )


def lane_of(journey: Journey, country: str = "") -> str:
    """Return from where to where an order goes, as statistics call it."""
    origin = journey.origin.get("country") or journey.origin.get("name") or country
    return f"{origin}>{journey.site}"


def resolve(
    base: Settings, docs: Docs, subject: Subject, calendar: Calendar, usual: Usual
) -> Settings:
    """Return what holds for one order.

    Args:
        base: the rules' own defaults.
        docs: settings by key; only those about the order count.
        calendar: working days of the place it goes to.
    """
    made = base
    for key in [KEY, *reversed(subject.rule_keys)]:
        _version, doc = docs.get(key, (0, {}))
        if doc and not doc.get("ended"):
            made = merge(made, still_known(base, doc))
    rules = {name: one.at(calendar, usual) for name, one in made.rules.items()}
    ladder = read_ladder(docs.get(LADDER, (0, {}))[1])
    return replace(
        made, rules=rules, calendar=calendar, spared=_spared(docs, subject), ladder=ladder
    )


def still_known(base: Settings, doc: Mapping) -> dict:
    """Return what a setting says of rules and figures there still are: old ones are kept for ever,
    the rules are not."""
    told = doc.get("rules", {})
    rules = {
        name: {
            key: value
            for key, value in said.items()
            if key in PLAIN or key in base.rules[name].figures
        }
        for name, said in told.items()
        if name in base.rules
    }
    return {**doc, "rules": rules}


def _spared(docs: Docs, subject: Subject) -> tuple[Spared, ...]:
    found = []
    for key, lines in subject.spare_keys.items():
        _version, doc = docs.get(key, (0, {}))
        if doc and not doc.get("ended"):
            found.append(Spared(read_sparing(doc), lines))
    return tuple(found)


def read_sparing(doc: Mapping) -> Sparing:
    """Return what a document says is not measured."""
    return Sparing(
        doc.get("reason", ""),
        _day(doc.get("from")),
        _day(doc.get("until")),
        frozenset(doc.get("rules", ())),
        doc.get("subject", ""),
    )


def written_sparing(one: Sparing) -> dict:
    """Return the document of what is not measured, checked.

    Raises:
        NotUnderstood: it has no reason, or ends before it begins; `field` names it.
    """
    if not one.reason.strip():
        raise NotUnderstood(N_("Say why it is not measured."), field="reason")
    if one.start and one.end and one.end < one.start:
        raise NotUnderstood(N_("The last day lies before the first."), field="until")
    doc: dict = {"reason": one.reason.strip()}
    doc |= {"from": one.start.isoformat()} if one.start else {}
    doc |= {"until": one.end.isoformat()} if one.end else {}
    doc |= {"rules": sorted(one.rules)} if one.rules else {}
    return doc | ({"subject": one.subject} if one.subject else {})


def rules_key(scope: str, subject: str) -> str:
    """Return the key of a setting of rules; alike in any case and space."""
    return f"{KEY}:{scope}:{norm(subject)}"


def spare_key(scope: str, subject: str) -> str:
    """Return the key under which something is not measured."""
    return f"{SPARE}:{scope}:{norm(subject)}"


def named(key: str) -> tuple[str, str]:
    """Return the scope and the subject that a key names; ("", "") for all orders."""
    rest = key.removeprefix(KEY).removeprefix(SPARE).strip(":")
    scope, _colon, subject = rest.partition(":")
    return scope, subject


def norm(subject: str) -> str:
    """Return a subject as keys hold it: without case and double spaces."""
    return " ".join(subject.split()).casefold()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def over_at(settings: Settings, now: datetime) -> datetime | None:
    """Return the next moment from which something is measured again; None if nothing is spared."""
    ends = (one.sparing.over_at for one in settings.spared)
    return min((end for end in ends if end and end > now), default=None)
