"""The history as people read it: who, when it happened, when we learnt it, from where."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.db import moment_of
from portal.desk import Sheet, say
from portal.ledger import NAMING, Said
from portal.people import Actor
from portal.web import babel
from portal.web.names import Names
from portal.web.said import sentence, tone
from portal.web.said_together import act_of, sentence_of
from portal.web.words_order import FLAGS, REFS, RESTS
from portal.web.words_steps import own_steps

SOON = timedelta(days=1)
_MIDDAY = timedelta(hours=13)
PROMISE = frozenset(
    {
        "line.placed",
        "line.changed",
        "line.cancelled",
        "line.closed",
        "line.reopened",
        "line.blocked",
        "line.unblocked",
        "response",
        "response.confirmed",
        "decision",
        "delay.reported",
    }
)


@dataclass(frozen=True)
class Entry:
    """One event, ready to be shown; or those of one act, with each of them in `members`."""

    ident: str
    title: str
    when: str
    iso: str
    tone: str
    learnt: str
    claim: str = ""
    struck: bool = False
    tags: list[dict] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    correct: str = ""
    members: list["Entry"] = field(default_factory=list)
    talk: str = ""


def names_of(sheet: Sheet) -> Names:
    """Return what this order's events name only by number."""
    journey = sheet.journey
    return Names(
        orgs=sheet.orgs,
        people=sheet.people,
        lines={line.line: short_no(line.no) for line in journey.lines.values()},
        papers={paper.document: paper.type for paper in journey.documents},
        kind=journey.kind,
        steps=own_steps(journey.template),
        voices=sheet.voices,
    )


def short_no(no: str) -> str:
    """Return a line's number as people say it: "10" for "000010"."""
    return no.lstrip("0") or no


def history(sheet: Sheet, by: Actor) -> list[Entry]:
    """Return this page of the history, the newest first; what one act says of lines is one."""
    names, doubts = names_of(sheet), _doubts(sheet)
    acts: dict[str, list[tuple[Said, Entry]]] = {}
    for one in sheet.shown:
        entry = _entry(sheet, one, names, doubts.get(one.ident, []), by)
        acts.setdefault(act_of(one.facts) or one.ident, []).append((one, entry))
    return [_together(act[::-1], names) for act in acts.values()]


def _together(act: list[tuple[Said, Entry]], names: Names) -> Entry:
    """Return the events of one act as one entry: what they share once, the rest to open."""
    said, entries = zip(*act, strict=True)
    if len(entries) == 1:
        return entries[0]
    notes, texts = (_shared([getattr(one, name) for one in entries]) for name in ("notes", "texts"))
    tags = [tag for one in entries for tag in one.tags]
    if 0 < sum(one.struck for one in entries) < len(entries):
        tags.append({"text": _("partly replaced"), "tone": "ghost"})
    return replace(
        entries[0],
        ident="",
        title=sentence_of([one.facts for one in said], names),
        struck=all(one.struck for one in entries),
        tags=[tag for place, tag in enumerate(tags) if tag not in tags[:place]],
        notes=notes,
        texts=texts,
        correct="",
        members=[_without(one, notes, texts) for one in entries],
    )


def _shared(lists: list[list]) -> list:
    return [one for one in lists[0] if all(one in other for other in lists[1:])]


def _without(entry: Entry, notes: list, texts: list) -> Entry:
    """Return an entry of an act without what is said once for all of them."""
    return replace(
        entry,
        notes=[note for note in entry.notes if note not in notes],
        texts=[text for text in entry.texts if text not in texts],
    )


def promises(sheet: Sheet) -> dict[int, list[tuple[str, str, bool]]]:
    """Return the promise history of each line: (moment, sentence, struck), oldest first."""
    names, found = names_of(sheet), {}
    for one in sheet.said:
        if one.facts["kind"] in PROMISE:
            said = (happened(one), sentence(one.facts, names), one.ident in sheet.journey.gone)
            found.setdefault(one.facts.get("line", 0), []).append(said)
    return found


def _entry(sheet: Sheet, one: Said, names: Names, doubts: list[str], by: Actor) -> Entry:
    entry = entry_of(one, names, sheet.details, doubts, sheet.journey.gone)
    entry = replace(entry, correct=_correct(sheet, one, by))
    if one.ident not in sheet.talk.posts:
        return entry
    return replace(entry, texts=[], talk=_anchor(sheet, one))


def entry_of(
    one: Said,
    names: Names,
    texts: dict[int, dict[str, str]],
    doubts: Collection[str] = (),
    gone: Collection[str] = (),
) -> Entry:
    """Return an event as the history of anything shows it."""
    facts, details = one.facts, texts.get(one.seq, {})
    return Entry(
        ident=one.ident,
        title=sentence(facts, names),
        when=happened(one),
        iso=_iso(one),
        tone=tone(facts),
        learnt=_learnt(one, names),
        claim=_("expected") if facts.get("class") == "EST" else "",
        struck=one.ident in gone,
        tags=_tags(facts, doubts),
        notes=[] if facts["kind"] in NAMING else _notes(facts, details),  # its sentence says them
        texts=[details[name] for name in ("text", "why") if details.get(name)],
    )


def _anchor(sheet: Sheet, one: Said) -> str:
    """Return where its words stand: in the conversation."""
    return url_for("orders.messages", order=sheet.order, _anchor=f"m-{one.ident}")


def _correct(sheet: Sheet, one: Said, by: Actor) -> str:
    if not (by.may("", sheet.journey.owner) and say.may_correct(one, by, sheet.journey)):
        return ""
    return url_for("orders.correcting", order=sheet.order, event=one.ident)


def _doubts(sheet: Sheet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for flag in sheet.journey.flags:
        if flag.ident:
            found.setdefault(flag.ident, []).append(flag.kind)
    return found


def _tags(facts: dict, doubts: Collection[str]) -> list[dict]:
    tags = [{"text": str(FLAGS.get(name, name)), "tone": "warn"} for name in doubts]
    if facts.get("corrects", {}).get("how") == "replace":
        tags.append({"text": _("correction"), "tone": "info"})
    if facts.get("only_for"):
        tags.append({"text": _("only your organisation sees this"), "tone": "neutral"})
    if facts.get("shared_with"):
        tags.append({"text": _("not for everybody on this order"), "tone": "neutral"})
    return tags


def _notes(facts: dict, details: dict[str, str]) -> list[tuple[str, str]]:
    refs = () if facts["kind"] in ("order.placed", "line.placed") else facts.get("refs", ())
    notes = [(str(REFS.get(kind, kind)), value) for kind, value in refs]
    if name := details.get("name"):
        notes.append((_("File"), name))
    if recipient := details.get("recipient"):
        signed = facts.get("code") == "WORK_SIGNED"
        notes.append((_("Signed by") if signed else _("Received by"), recipient))
    if technician := details.get("technician"):
        notes.append((_("Technician"), technician))
    if place := facts.get("place"):
        notes.append((_("Place"), place_words(place)))
    body = facts.get("body", {})
    notes += _said_beside(body)
    when, raw = facts.get("when", {}), facts.get("raw", {})
    if when.get("said") and facts.get("source") != "portal":
        notes.append((_("Stated as"), when["said"]))
    if raw:
        notes.append((_("Raw code"), " · ".join(str(raw[k]) for k in sorted(raw) if raw[k])))
    return notes


def _said_beside(body: dict) -> list[tuple[str, str]]:
    """Return what an answer or a report says beside its sentence."""
    notes = []
    if "total" in body:
        notes.append((_("In total so far"), body["total"]))
    if shown := body.get("shown"):
        label = _("Accepted") if body.get("answer") == "accept" else _("Shown")
        notes.append((label, shown_words(shown)))
    if body.get("rest") in RESTS:
        notes.append((_("Rest"), str(RESTS[body["rest"]])))
    return notes


def shown_words(shown: dict) -> str:
    """Return which document an answer was given to."""
    digest = shown["sha256"][:12]
    return _("revision %(n)s (PDF, sha256 %(digest)s…)", n=shown["revision"], digest=digest)


def place_words(place: dict) -> str:
    """Return a place in a line: name, city (else UN/LOCODE), country; nothing twice."""
    parts = [place.get("name"), place.get("city") or place.get("unlocode")]
    if country := place.get("country"):
        parts.append(babel.country(country))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _source(facts: dict, names: Names) -> str:
    source = facts.get("source", "")
    if via := names.via(facts["by"]):
        return via
    if source == "portal" or not source:
        return _("in the portal")
    if source == "watch":
        return _("noticed by the portal")
    return _("from %(source)s", source=source)


def happened(one: Said) -> str:
    """Return when it happened, as precisely as it was said: a day, or a moment with its zone."""
    when = one.facts.get("when")
    if not when:
        return babel.moment(one.at)
    if when["precision"] in ("day", "week"):
        return babel.day(_day(when))
    return babel.moment(moment_of(when["from"]))


def _iso(one: Said) -> str:
    when = one.facts.get("when")
    if when and when["precision"] in ("day", "week"):
        return _day(when).isoformat()
    return babel.iso(moment_of(when["from"]) if when else one.at)


def _day(when: dict) -> date:
    """Return the calendar day meant at the place where it was said."""
    start = moment_of(when["from"])
    if "offset" in when:
        return (start + timedelta(minutes=when["offset"])).date()
    return (start + _MIDDAY).date()


def _learnt(one: Said, names: Names) -> str:
    """Return when we learnt it and from where; how long after it happened if worth a word."""
    said, source = _when_learnt(one), _source(one.facts, names)
    return _("%(learnt)s, %(source)s", learnt=said, source=source) if said else source


def _when_learnt(one: Said) -> str:
    when, at = one.facts.get("when"), babel.moment(one.at)
    if not when:
        return ""
    after = one.at - max(moment_of(when["to"]), datetime(1990, 1, 1, tzinfo=UTC))
    if after < SOON or one.facts.get("class") != "ACT":
        return _("learnt %(moment)s", moment=at)
    return ngettext(
        "learnt %(num)d day later, %(moment)s",
        "learnt %(num)d days later, %(moment)s",
        after.days,
        moment=at,
    )
