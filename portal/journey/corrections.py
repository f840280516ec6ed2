"""Which events are in force: duplicates, corrections and newer versions settled. Pure.

duplicate      the same ident again: one event
version        same source, key and subject, other content: the newest report wins; what an
               earlier one asked for in a line stays known, since it may have been answered
replace, void  by the same organisation, the one it was entered for, or the owner; may
               arrive before what it corrects
void of a …    correction: what it corrected is in force again
private        `only_for` somebody, cases, messages and mails: never part of the journey
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.journey.state import Flag
from portal.ledger import Said

# kinds that tell nothing of where the order stands
ASIDE = ("case.", "message.", "mail.", "link.", "order.assigned")
_OPENS = frozenset({"order.placed", "shipment.announced"})


@dataclass(slots=True)
class Force:
    """Events in force, and what became of the others: ident → the ident that overtook it."""

    said: list[Said] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    earlier: list[Said] = field(default_factory=list)


def in_force(said: Iterable[Said]) -> Force:
    """Return the shared events that count, sorted by ident, and what overtook the rest."""
    events = _unique(said)
    force = Force()
    correcting = [one for one in events.values() if "corrects" in one.facts]
    if correcting:
        _correct(events, correcting, force)
    _newest_versions(events, force)
    force.said = [
        one
        for ident, one in sorted(events.items())
        if ident not in force.gone and one.facts["kind"] != "event.voided"
    ]
    return force


def is_shared(facts: dict) -> bool:
    """Say whether everybody who takes part may know of it, so that readings may show it moved."""
    private = "only_for" in facts or "shared_with" in facts
    return not private and not facts["kind"].startswith(ASIDE)


def _unique(said: Iterable[Said]) -> dict[str, Said]:
    """Return shared events by ident; of duplicates, the one learnt first."""
    events: dict[str, Said] = {}
    for one in said:
        facts = one.facts
        if "only_for" in facts or facts["kind"].startswith(ASIDE):
            continue
        other = events.setdefault(one.ident, one)
        if other is not one and (one.at, one.seq) < (other.at, other.seq):
            events[one.ident] = one
    return events


def _correct(events: dict[str, Said], correcting: list[Said], force: Force) -> None:
    owner = _owner(events)
    allowed = []
    for one in correcting:
        target = events.get(one.facts["corrects"]["ident"])
        if target is None or _may_correct(one, target, owner):
            allowed.append(one)
        else:
            force.gone[one.ident] = target.ident
            force.flags.append(Flag("correction_refused", one.facts.get("line", 0), 0, one.ident))
    voided = _voided(allowed)
    force.gone.update(voided)
    replacing = [
        one
        for one in allowed
        if one.facts["corrects"]["how"] == "replace" and one.ident not in voided
    ]
    _replace(replacing, events, force)


def _owner(events: dict[str, Said]) -> int | None:
    """Return whose stream it is: who placed the order, or whom the shipment is for."""
    opened = [one for one in events.values() if one.facts["kind"] in _OPENS]
    first = min(opened, key=lambda one: ("corrects" in one.facts, one.ident), default=None)
    if first is None:
        return None
    return (first.facts.get("body") or {}).get("owner") or first.facts["by"]["org"]


def _may_correct(one: Said, target: Said, owner: int | None) -> bool:
    org, by = one.facts["by"]["org"], target.facts["by"]
    return org in (owner, by["org"], by.get("for"))


def _voided(correcting: list[Said]) -> dict[str, str]:
    """Return what is voided, and by what. A void that was itself voided does not count."""
    voids: dict[str, list[str]] = {}
    for one in correcting:
        if one.facts["corrects"]["how"] == "void":
            voids.setdefault(one.facts["corrects"]["ident"], []).append(one.ident)
    settled: dict[str, str] = {}

    def _stands(ident: str, above: frozenset[str]) -> bool:
        if ident in settled or ident in above:
            return ident not in settled
        by = [one for one in sorted(voids.get(ident, ())) if _stands(one, above | {ident})]
        if by:
            settled[ident] = by[0]
        return not by

    for ident in sorted(voids):
        _stands(ident, frozenset())
    return settled


def _replace(replacing: list[Said], events: dict[str, Said], force: Force) -> None:
    """Let one event of each family of replacements stand: the newest end of its chains."""
    parent = {one.ident: one.facts["corrects"]["ident"] for one in replacing}
    families: dict[str, list[str]] = {}
    for ident in parent:
        families.setdefault(_root(ident, parent), []).append(ident)
    replaced = set(parent.values())
    for root, members in families.items():
        ends = [ident for ident in members if ident not in replaced] or members
        stands = max((events[ident] for ident in ends), key=_newness)
        for ident in (root, *members):
            if ident != stands.ident:
                force.gone.setdefault(ident, stands.ident)


def _root(ident: str, parent: dict[str, str]) -> str:
    seen = set()
    while ident in parent and ident not in seen:
        seen.add(ident)
        ident = parent[ident]
    return ident


def _newest_versions(events: dict[str, Said], force: Force) -> None:
    by_key: dict[str, list[Said]] = {}
    for ident, one in events.items():
        if (key := one.facts.get("key")) and ident not in force.gone:
            by_key.setdefault(key, []).append(one)
    for same in by_key.values():
        if len(same) > 1:
            _newest_of(same, force)


def _newest_of(same: list[Said], force: Force) -> None:
    """Let the newest event about each subject stand."""
    newest: dict[tuple, Said] = {}
    for one in same:
        subject = _subject(one.facts)
        other = newest.setdefault(subject, one)
        if other is one:
            continue
        first, last = sorted((other, one), key=_newness)
        force.gone[first.ident] = last.ident
        newest[subject] = last
        if first.facts["kind"] == "line.placed":
            force.earlier.append(first)


def _subject(facts: dict) -> tuple:
    body = facts.get("body") or {}
    return (
        facts.get("source", ""),
        facts["key"],
        facts["kind"],
        facts.get("code", ""),
        facts.get("class", ""),
        facts.get("line", 0),
        facts.get("part", 0),
        facts.get("shipment", ""),
        body.get("document", ""),
        facts.get("corrects", {}).get("ident", ""),
    )


def _newness(one: Said) -> tuple[str, str, str]:
    return one.facts.get("reported", ""), one.facts.get("ver", ""), one.ident
