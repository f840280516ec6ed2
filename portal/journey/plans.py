"""A journey template as a document, as settings and events hold it, and what makes one good.

    {"kind": "purchase", "title": "Sea", "asks": true, "ends": ["received", "delivered"],
     "steps": [{"code": "DISPATCHED", "by": "supplier", "must": true, "from": "promise",
                "days": -40, "count": "working", "skip": "no_border", "name": "Left works",
                "names": {"de": "Ab Werk"},
                "repeats": true, "lanes": [{"from": "CN", "to": "DE", "days": -45}]}],
     "returns": [{"code": "RETURN_ACCEPTED", "by": "supplier", "must": true, "from": "asked",
                  "days": 2}]}

What is usual is left out, so that an order carries no more than it needs.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from portal.errors import N_, NotUnderstood
from portal.journey.calendar import calendar_of
from portal.journey.givingback import check_returns
from portal.journey.milestones import BESIDE, MILESTONES
from portal.journey.template import (
    ALWAYS,
    ANCHORS,
    CALENDAR,
    COUNTS,
    RESPONSIBLE,
    SKIPS,
    USUAL_RETURN,
    Lane,
    Step,
    Template,
)
from portal.journey.templates import KINDS

MOST_STEPS, MOST_DAYS, MOST_LANES, LONGEST_NAME = 40, 400, 20, 60
# What may complete a line, and what it is called in a document: the first that was said counts.
ENDS = {
    "received": ("received", "delivered"),
    "delivered": ("delivered",),
    "accepted": ("accepted",),
}
# Milestones a journey may have: those that move a quantity forward.
STEPS = tuple(
    code
    for code, one in sorted(MILESTONES.items(), key=lambda pair: (pair[1].rank, pair[0]))
    if one.what and not one.exception and (one.what not in BESIDE or one.what == "accepted")
    and code not in ("LINE_BACKORDERED", "RECEIPT_PARTIAL")
)  # fmt: skip


def read_plan(name: str, doc: Mapping) -> Template:
    """Return the template that a document holds."""
    return Template(
        name,
        doc["kind"],
        tuple(_read_step(one) for one in doc["steps"]),
        asks=doc.get("asks", True),
        ends=tuple(doc["ends"]),
        title=doc.get("title", ""),
        returns=tuple(_read_step(one) for one in doc["returns"])
        if "returns" in doc
        else USUAL_RETURN,
    )


def written_plan(template: Template) -> dict:
    """Return a template as a document."""
    return {
        "kind": template.kind,
        "title": template.title,
        "asks": template.asks,
        "ends": list(template.ends),
        "steps": [_written_step(one) for one in template.steps],
    } | _written_returns(template)


def _written_returns(template: Template) -> dict:
    if template.returns == USUAL_RETURN:
        return {}
    return {"returns": [_written_step(one) for one in template.returns]}


def read_calendar(template: Template, doc: Mapping | None) -> Template:
    """Return a template whose working days are those of a document."""
    if not doc:
        return template
    off = (date.fromisoformat(day) for day in doc.get("off", ()))
    return replace(template, calendar=calendar_of(doc.get("week", ()), off))


def check_plan(template: Template) -> Template:
    """Return a template that orders can follow.

    Raises:
        NotUnderstood: they cannot; `field` is the number of the step it is about, from 1, or
            the name of what else is wrong.
    """
    if template.kind not in KINDS:
        raise NotUnderstood(N_("Choose the kind of order."), field="kind")
    if not 0 < len(template.steps) <= MOST_STEPS:
        raise NotUnderstood(
            N_("A journey has from one to %(most)s steps."), field="steps", most=MOST_STEPS
        )
    codes: set[str] = set()
    for number, step in enumerate(template.steps, start=1):
        _check_step(step, str(number), first=number == 1)
        if step.what in {MILESTONES[code].what for code in codes}:
            raise NotUnderstood(
                N_("This step, or one that counts the same, is there already. Take one out."),
                field=str(number),
            )
        codes.add(step.code)
    _check_ends(template)
    check_returns(template.returns)
    for number, step in enumerate(template.returns, start=1):
        _check_size(step, f"return-{number}")
    return template


def _check_ends(template: Template) -> None:
    there = {step.what for step in template.steps}
    if template.ends not in ENDS.values():
        raise NotUnderstood(N_("Choose what completes a line."), field="ends")
    if template.kept_by("arrived") is None:
        raise NotUnderstood(
            N_("The step that keeps the promise is missing: goods delivered, or work done."),
            field="steps",
        )
    if template.ends[0] not in there:
        raise NotUnderstood(
            N_("The step that completes a line is missing. Add it, or choose another end."),
            field="ends",
        )
    if not any(step.required for step in template.steps):
        raise NotUnderstood(N_("At least one step must be required."), field="steps")


def _check_step(step: Step, field: str, first: bool) -> None:
    if step.code not in STEPS:
        raise NotUnderstood(N_("Choose the step."), field=field)
    if step.by not in RESPONSIBLE or step.skip not in SKIPS:
        raise NotUnderstood(N_("Choose who reports the step."), field=field)
    if step.anchor not in ANCHORS or step.count not in COUNTS:
        raise NotUnderstood(N_("Choose what the days count from."), field=field)
    _check_size(step, field)
    if first and step.anchor == "previous":
        raise NotUnderstood(
            N_("The first step has none before it. Count its days from something else."),
            field=field,
        )


def _check_size(step: Step, field: str) -> None:
    if max(map(len, (step.name, *dict(step.names).values()))) > LONGEST_NAME:
        raise NotUnderstood(N_("Shorten the name of the step."), field=field)
    if len(step.lanes) > MOST_LANES:
        raise NotUnderstood(N_("At most %(most)s ways."), field=field, most=MOST_LANES)
    for days in (step.days, *(lane.days for lane in step.lanes)):
        if not -MOST_DAYS <= days <= MOST_DAYS:
            raise NotUnderstood(
                N_("Give a whole number of days from -%(most)s to %(most)s."),
                field=field,
                most=MOST_DAYS,
            )


def _read_step(said: Mapping) -> Step:
    return Step(
        said["code"],
        said["by"],
        said.get("must", False),
        said["from"],
        said.get("days", 0),
        count=said.get("count", CALENDAR),
        skip=said.get("skip", ALWAYS),
        name=said.get("name", ""),
        names=tuple(sorted(said.get("names", {}).items())),
        repeats=said.get("repeats", False),
        lanes=tuple(
            Lane(one.get("from", ""), one.get("to", ""), one["days"])
            for one in said.get("lanes", ())
        ),
    )


def _written_step(step: Step) -> dict:
    said: dict = {"code": step.code, "by": step.by, "from": step.anchor, "days": step.days}
    more = {
        "must": step.required,
        "count": step.count if step.count != CALENDAR else "",
        "skip": step.skip,
        "name": step.name,
        "names": dict(step.names),
        "repeats": step.repeats,
        "lanes": [
            {name: value for name, value in (("from", one.start), ("to", one.end)) if value}
            | {"days": one.days}
            for one in step.lanes
        ],
    }
    return said | {name: value for name, value in more.items() if value}
