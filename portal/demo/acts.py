"""Acts: what somebody does to an order on a day, said through the same builders as the pages.

An act is a day (counted from the order's own), who acts, and a function from the scene to
drafts. The scene is the order as it stands at that moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.desk import say
from portal.journey import Journey, Line, Part, milestone
from portal.ledger import Doc, Draft, Said
from portal.people import Actor

ASIDE = timedelta(minutes=35)  # people report a little after it happened


@dataclass(frozen=True)
class Scene:
    """An order as somebody finds it who is about to act. `keep` puts a file in the vault."""

    key: str
    by: Actor
    journey: Journey
    said: list[Said]
    now: datetime
    keep: Callable[[str, bytes], Doc]

    @property
    def own(self) -> Journey:
        """Return the journey as only this organisation tells it."""
        return say.mine(self.said, self.by.org)

    @property
    def local(self) -> datetime:
        """Return a little while ago, by the clock on the actor's wall."""
        return (self.now - ASIDE).astimezone(ZoneInfo(self.by.zone))

    @property
    def today(self) -> date:
        """Return the actor's day."""
        return self.local.date()


Do = Callable[[Scene], list[Draft]]


@dataclass(frozen=True, slots=True)
class Act:
    """`who` is erp, supplier, buyer, receiving, carrier or wire (a machine's message)."""

    day: int
    who: str
    do: Do
    label: str


def accept(ref: str = "") -> Do:
    """All as asked."""
    return lambda scene: say.accept_all(
        scene.journey, scene.by, scene.key, say.asked_stamp(scene.journey), ref
    )


def change(offers: Callable[[Line], list[say.Offer]], note: say.Note) -> Do:
    """Another day or quantity for the first line; the others as asked."""

    def do(scene: Scene) -> list[Draft]:
        first, *others = say.waiting(scene.journey)
        drafts = _answer(scene, first, offers(first), note)
        for line in others:
            drafts += _answer(scene, line, _as_asked(line), say.Note(ref=note.ref))
        return drafts

    return do


def later(days: int) -> Callable[[Line], list[say.Offer]]:
    """Offer everything, but later."""
    return lambda line: [
        say.Offer(part.cap, part.want_day + timedelta(days=days), part.part)
        for part in line.parts.values()
    ]


def split(share: Decimal, days: int) -> Callable[[Line], list[say.Offer]]:
    """Offer a share on the asked day, and the rest later."""

    def offers(line: Line) -> list[say.Offer]:
        (part,) = line.parts.values()
        first = whole(part.cap * share)
        rest = say.Offer(part.cap - first, part.want_day + timedelta(days=days))
        return [say.Offer(first, part.want_day, part.part), rest]

    return offers


def fewer(share: Decimal) -> Callable[[Line], list[say.Offer]]:
    """Offer less than was ordered; the note says what becomes of the rest."""
    return lambda line: [
        say.Offer(whole(part.cap * share), part.want_day, part.part) for part in line.parts.values()
    ]


def reject(note: say.Note) -> Do:
    """The last line cannot be delivered; the others come as asked."""

    def do(scene: Scene) -> list[Draft]:
        *others, last = say.waiting(scene.journey)
        drafts = say.reject(
            scene.journey, scene.by, f"{scene.key}-{last.line}", last.line, last.stamp, note
        )
        for line in others:
            drafts += _answer(scene, line, _as_asked(line), say.Note(ref=note.ref))
        return drafts

    return do


def decide(verdict: str, text: str = "") -> Do:
    """The buyer's word on everything that waits for it."""

    def do(scene: Scene) -> list[Draft]:
        asked = {
            part.proposal or part.rejected
            for part in scene.journey.parts()
            if part.proposal or part.rejected
        }
        drafts = []
        for n, proposal in enumerate(sorted(asked)):
            key = f"{scene.key}-{n}"
            drafts += say.decide(scene.journey, scene.by, key, proposal, verdict, text=text)
        return drafts

    return do


def counter(text: str) -> Do:
    """The buyer wants what was proposed on a day half way to the asked one."""

    def do(scene: Scene) -> list[Draft]:
        drafts = []
        for line in scene.journey.lines.values():
            offered = [part for part in line.parts.values() if part.proposal]
            if offered:
                half = [say.Offer(p.proposed_qty, _between(p), p.part) for p in offered]
                key, ident = f"{scene.key}-{line.line}", offered[0].proposal
                note = say.Note(text=text)
                drafts += say.counter(scene.journey, scene.by, key, ident, half, scene.today, note)
        return drafts

    return do


def reached(code: str, share: Decimal | None = None, **other) -> Do:
    """A step was reached by a share of each line, or by all that is left."""

    def do(scene: Scene) -> list[Draft]:
        own, drafts = scene.own, []
        for line in _lines_left(scene.journey, own, code):
            qty = whole(line.ordered * share) if share else None
            said = _report(scene, code, line=line.line, qty=qty, **other)
            drafts += say.report(
                scene.journey, scene.by, f"{scene.key}-{line.line}", said, scene.now, own
            )
        return drafts

    return do


def noted(code: str, **other) -> Do:
    """A step that is about the whole order, or trouble on the way."""

    def do(scene: Scene) -> list[Draft]:
        said = _report(scene, code, **other)
        return say.report(scene.journey, scene.by, scene.key, said, scene.now, scene.own)

    return do


def expected(code: str, days: int) -> Do:
    """A step is expected some days ahead, for the whole order."""

    def do(scene: Scene) -> list[Draft]:
        said = say.Report(code, scene.today + timedelta(days=days), klass="EST")
        return say.report(scene.journey, scene.by, scene.key, said, scene.now, scene.own)

    return do


def late(days: int, reason: str, text: str = "") -> Do:
    """The agreed day of the first open line will not be kept."""

    def do(scene: Scene) -> list[Draft]:
        line = next(line for line in scene.journey.lines.values() if _is_agreed(line))
        agreed = min(p.agreed_day for p in line.parts.values() if p.open and p.agreed_day)
        new = max(agreed, scene.today) + timedelta(days=days)
        return say.delay(
            scene.journey, scene.by, scene.key, line.line, new, reason, scene.today, text=text
        )

    return do


def receive(note: str, short: int = 0, bad: int = 0) -> Do:
    """Count what was delivered; `short` pieces were missing, `bad` ones are not accepted."""

    def do(scene: Scene) -> list[Draft]:
        own, got = scene.own, []
        code = say.code_of(scene.journey)
        for line in scene.journey.lines.values():
            before = say.result(own, code, line.line, Decimal(1), "add").before
            there = line.moved("delivered") - before
            if there > 0:
                missing = short if not got and there > short else 0
                rejected = Decimal(0 if got else bad)
                got.append(say.Got(line.line, there - missing, rejected))
        if not got:
            return []
        local = scene.local
        arrival = say.Arrival(
            local.date(),
            local.time().replace(second=0, microsecond=0),
            {"delivery_note": note},
            reason="QUALITY" if bad else "",
            text="Scratched in the bore, kept apart." if bad else "",
        )
        return say.receipt(scene.journey, scene.by, scene.key, got, arrival, scene.now, own)

    return do


def whole(n: Decimal) -> Decimal:
    """Return a quantity in whole units, at least one."""
    return max(Decimal(int(n)), Decimal(1))


def _between(part: Part) -> date:
    """Return the day in the middle of what was asked and what was proposed."""
    return part.want_day + (part.proposed_day - part.want_day) / 2


def _answer(scene: Scene, line: Line, offers: list[say.Offer], note: say.Note) -> list[Draft]:
    key = f"{scene.key}-{line.line}"
    return say.answer(
        scene.journey, scene.by, key, line.line, line.stamp, offers, scene.today, note
    )


def _as_asked(line: Line) -> list[say.Offer]:
    return [say.Offer(part.cap, part.want_day, part.part) for part in line.parts.values()]


def _report(scene: Scene, code: str, **other) -> say.Report:
    local = scene.local
    at = local.time().replace(second=0, microsecond=0)
    return say.Report(code, local.date(), at, **other)


def _lines_left(journey: Journey, own: Journey, code: str) -> list[Line]:
    """Return the lines still on their way of which this step was not reported in full."""
    step, found = milestone(code), []
    for line in journey.lines.values():
        if line.cancelled or not _is_agreed(line):
            continue
        result = say.result(own, code, line.line, Decimal(1), "add")
        if step.repeatable or not step.what or result.before < result.ordered:
            found.append(line)
    return found


def _is_agreed(line: Line) -> bool:
    return any(part.open and not (part.rejected or part.asking) for part in line.parts.values())
