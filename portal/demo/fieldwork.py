"""Technicians in the demo world: appointments, work that is done, and work that is not. Pure.

A visit is proposed days ahead and confirmed. In some stories it is moved, or comes to nothing
and is made good by another one.
"""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.demo import paperwork
from portal.demo.acts import Do, Scene
from portal.demo.tale import Tale
from portal.desk import say
from portal.journey import Visit
from portal.ledger import Draft

FRIDAY, SUNDAY = 4, 6
TECHNICIANS = ("A. Richter", "J. Nowak", "M. Sailer", "P. Vogt")
SIGNERS = ("M. Weber", "S. Adamek", "K. Lorenz")
HOURS = {"START": (8, 10), "MOVED": (13, 15)}
PARTS = (("Seal kit", "pcs"), ("Spindle bearing 7014", "pcs"), ("Grease cartridge", "pcs"))


def visit(tale: Tale, day: int) -> None:
    """From the proposal of a visit to the work that is accepted."""
    technician = tale.rng.choice(TECHNICIANS)
    proposed = max(tale.day + 1, day - 6)
    tale.at(proposed, "supplier", _plan(technician, day - proposed), "VISIT_PLANNED")
    tale.then(1, "buyer", _confirm, "confirmed")
    if tale.story in ("moved", "refused"):
        tale.then(1, "supplier", _move, "visit_moved")
        tale.then(1, "buyer", _confirm, "confirmed_again")
    tale.at(day, "supplier", _step(say.onsite.WAY), "TECHNICIAN_ON_THE_WAY")
    tale.then(0, "supplier", _step(say.onsite.SITE), "TECHNICIAN_ON_SITE")
    if tale.story == "failed":
        tale.then(0, "supplier", _fail(tale), "failed")
        tale.then(1, "supplier", _plan(technician, 3), "revisit")
        tale.then(1, "buyer", _confirm, "revisit_confirmed")
        tale.then(2, "supplier", _step(say.onsite.WAY), "on_the_way_again")
        tale.then(0, "supplier", _step(say.onsite.SITE), "on_site_again")
    tale.then(0, "supplier", _complete(tale), "WORK_COMPLETED")
    tale.then(1, "supplier", paperwork.attach("certificate", f"KP-{tale.tail}"), "certificate")
    if tale.maybe(0.25):
        tale.then(1, "buyer", _refuse("We counted one hour less."), "work_refused")
        tale.then(1, "supplier", _enter, "work_entered")
    tale.then(1, "buyer", _accept, "RECEIPT_ACCEPTED")


def _plan(technician: str, ahead: int) -> Do:
    def do(scene: Scene) -> list[Draft]:
        journey, wanted = scene.journey, say.visiting.to_visit
        lines = say.visiting.open_lines(journey)
        shares = [say.visiting.Share(one.line, wanted(journey, one)) for one in lines]
        failed = [one.ident for one in journey.visits if one.state == "failed"]
        slot = _slot(scene, ahead, "START", technician)
        shares = [one for one in shares if one.qty]
        after = failed[-1] if failed else ""
        return say.visiting.plan(journey, scene.by, scene.key, slot, shares, scene.now, after)

    return do


def _slot(scene: Scene, ahead: int, hours: str, technician: str = "") -> say.visiting.Slot:
    since, until = (scene.local.time().replace(h, 0, 0, 0) for h in HOURS[hours])
    on = scene.today + timedelta(days=ahead)
    on += timedelta(days=max(0, SUNDAY - on.weekday() + 1) if on.weekday() > FRIDAY else 0)
    known = {TECHNICIANS[0].casefold(): 1} if technician == TECHNICIANS[0] else {}
    return say.visiting.Slot(on, since, until, scene.by.zone, technician, known=known)


def _move(scene: Scene) -> list[Draft]:
    """Later on the same day."""
    one = _last(scene)
    there = one.window.start.astimezone(ZoneInfo(scene.by.zone)).date()
    slot = _slot(scene, (there - scene.today).days, "MOVED")
    args = (scene.journey, scene.by, scene.key, one.ident, one.word, slot)
    return say.visiting.move(*args, "CAPACITY", scene.now)


def _confirm(scene: Scene) -> list[Draft]:
    one = _last(scene)
    return say.visiting.confirm(scene.journey, scene.by, scene.key, one.ident, one.word)


def _step(code: str) -> Do:
    def do(scene: Scene) -> list[Draft]:
        args = (scene.journey, scene.by, scene.key, _last(scene).ident, code)
        return say.onsite.pass_step(*args, _moment(scene), scene.now)

    return do


def _fail(tale: Tale) -> Do:
    reason = tale.rng.choice(("ACCESS", "PARTS", "CUSTOMER_ABSENT", "MORE_WORK"))

    def do(scene: Scene) -> list[Draft]:
        args = (scene.journey, scene.by, scene.key, _last(scene).ident, _moment(scene), reason)
        taken = say.spent.Taken(hours=Decimal("1.5"))
        text = "We come again with what is needed."
        return say.onsite.fail(*args, (), taken, scene.now, text)

    return do


def _complete(tale: Tale) -> Do:
    signer = tale.rng.choice(SIGNERS)
    item, uom = tale.rng.choice(PARTS)
    serial = f"S{tale.rng.randrange(10**5, 10**6)}"
    hours = Decimal(tale.rng.randint(4, 22)) / 2

    def do(scene: Scene) -> list[Draft]:
        one = _last(scene)
        shares = [say.visiting.Share(line, n) for line, n in one.wanted.items()]
        old = say.spent.Used(item, Decimal(1), uom, back=True, place=1)
        parts = (say.spent.Used(item, Decimal(1), uom, serial), old)
        taken = say.spent.Taken(hours, hours * 95, parts)
        args = (scene.journey, scene.by, scene.key, one.ident, _moment(scene), shares, taken)
        signature = say.onsite.Signature(signer)
        return say.onsite.complete(*args, scene.now, signature, "Done, measured and signed.")

    return do


def _refuse(text: str) -> Do:
    def do(scene: Scene) -> list[Draft]:
        one = _done(scene)
        args = (scene.journey, scene.by, scene.key, one.ident, one.work.ident)
        return say.spent.refuse(*args, text)

    return do


def _enter(scene: Scene) -> list[Draft]:
    one = _done(scene)
    hours = max(one.work.hours - 1, Decimal("0.5"))
    again = say.spent.Taken(hours, hours * 95)
    return say.spent.enter(scene.journey, scene.by, scene.key, one.ident, again)


def _accept(scene: Scene) -> list[Draft]:
    one = _done(scene)
    args = (scene.journey, scene.by, scene.key, one.ident, one.work.ident)
    return say.spent.accept(*args, scene.now)


def _last(scene: Scene) -> Visit:
    return scene.journey.visits[-1]


def _done(scene: Scene) -> Visit:
    """Return the visit at which the work was done: the last one."""
    return _last(scene)


def _moment(scene: Scene) -> say.onsite.Moment:
    local = scene.local
    return say.onsite.Moment(local.date(), local.time().replace(second=0, microsecond=0))
