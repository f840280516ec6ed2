"""The journeys that the administrator of the demo world made, and which orders follow them.

They hold every step that the stories tell of orders of their kind.
"""

from dataclasses import replace

from portal import flow, journey, ledger
from portal.db import keeper
from portal.demo.cast import Cast
from portal.desk import journeys
from portal.journey import WORKING, Lane, Step, Template

_PACKED = Step("PACKED", "supplier", False, "promise", -43)


def _sea() -> Template:
    """Return the import by sea, with what our suppliers report, and faster from India."""
    shipped = Step("DISPATCHED", "supplier", True, "promise", -32, lanes=(Lane("IN", "", -27),))
    steps = {step.code: step for step in journey.TEMPLATES["purchase-sea/1"].steps}
    kept = (
        steps["ORDER_ACCEPTED"],
        replace(steps["PRODUCTION_RELEASED"], days=-70),
        replace(steps["PRODUCTION_COMPLETED"], days=-45),
        _PACKED,
        replace(steps["READY_FOR_PICKUP"], days=-42),
        shipped,
        replace(steps["DEPARTED"], anchor="previous", days=3, required=False),
        steps["CUSTOMS_CLEARED"],
        steps["ARRIVED"],
        steps["OUT_FOR_DELIVERY"],
        steps["DELIVERED"],
        steps["RECEIVED"],
    )
    return Template("import-by-sea/1", "purchase", kept, asks=True,
                    ends=journey.ENDS["received"], title="Import by sea, Hamburg")  # fmt: skip


def _air() -> Template:
    """Return the import by air: packed and gone within days."""
    built = journey.TEMPLATES["purchase-air/1"]
    codes = ("TRANSPORT_BOOKED", "GATE_IN")
    steps = [
        replace(step, required=step.required and step.code != "DEPARTED")
        for step in built.steps
        if step.code not in codes
    ]
    place = next(n for n, step in enumerate(steps) if step.code == "DISPATCHED")
    steps.insert(place, replace(_PACKED, days=-8))
    return replace(built, name="import-by-air/1", steps=tuple(steps), title="Import by air")


def _road() -> Template:
    """Return a load by road, which is done when its papers are there."""
    built = journey.DEFAULTS["transport"]
    proof = Step("POD_RECORDED", "carrier", False, "previous", 2, count=WORKING)
    return replace(built, name="load-by-road/1", steps=(*built.steps, proof), title="Load by road")


def set_up(who: Cast) -> None:
    """Let the administrator make them, once."""
    by = who.one(0, "admin")
    with keeper(by.org):
        known = ledger.settings_of(journeys.PREFIX)
    if not known:
        flow.manage(by.org, by, lambda: (None, _made()))


def _made() -> list[ledger.Draft]:
    made = [_sea(), _air(), _road()]
    kinds = {one.base: one.kind for one in made}
    rules = (
        journeys.Rule("import-by-sea", mode="sea"),
        journeys.Rule("import-by-air", mode="air"),
        journeys.Rule("load-by-road", mode="road"),
    )
    drafts = [journeys.drafted(one.base, one) for one in made]
    return [*drafts, journeys.choice_drafted(rules, kinds, 0)]
