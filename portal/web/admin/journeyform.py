"""What an administrator types about a journey: its steps, in their order."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
)
from wtforms.validators import Length

from portal import journey
from portal.errors import N_, NotUnderstood, PortalError
from portal.journey import ENDS, RETURN_STEPS, STEPS, Lane, Step, Template
from portal.web import babel
from portal.web.forms import PortalForm, choices
from portal.web.pages import say
from portal.web.words_journeys import ANCHORS, COUNTS, RETURN_ANCHORS, RETURN_SKIPS, SKIPS
from portal.web.words_journeys import ENDS as END_WORDS
from portal.web.words_order import KINDS
from portal.web.words_steps import STEPS as STEP_WORDS
from portal.web.words_steps import WHO

MOST = 40
_LANE = re.compile(r"^\s*([A-Za-z]{2}|\*)\s*>\s*([A-Za-z]{2}|\*)\s+([+-]?\d{1,3})\s*$")


class StepRow(Form):
    """One step of a journey."""

    code = SelectField(
        _l("Step"),
        choices=lambda: choices([("", "–"), *((code, STEP_WORDS[code]) for code in STEPS)]),
    )
    by = SelectField(_l("Reported by"), choices=lambda: choices(WHO.items()))
    must = BooleanField(_l("Required"))
    repeats = BooleanField(_l("May be reported on every leg"))
    days = StringField(_l("Due"), [Length(max=5)], default="0")
    count = SelectField(_l("Counted in"), choices=lambda: choices(COUNTS.items()))
    anchor = SelectField(_l("From"), choices=lambda: choices(ANCHORS.items()), default="promise")
    skip = SelectField(_l("Expected"), choices=lambda: choices(SKIPS.items()))
    name = StringField(_l("Own name"), [Length(max=60)])
    name_en = StringField(_l("Own name in English"), [Length(max=60)])
    name_de = StringField(_l("Own name in German"), [Length(max=60)])
    lanes = StringField(_l("On some ways"), [Length(max=300)])


class ReturnRow(StepRow):
    """One step of goods that go back."""

    code = SelectField(
        _l("Step"),
        choices=lambda: choices([("", "–"), *((code, STEP_WORDS[code]) for code in RETURN_STEPS)]),
    )
    anchor = SelectField(
        _l("From"), choices=lambda: choices(RETURN_ANCHORS.items()), default="previous"
    )
    skip = SelectField(_l("Expected"), choices=lambda: choices((SKIPS | RETURN_SKIPS).items()))


class JourneyForm(PortalForm):
    """A journey as it is to be from its next version on."""

    base = HiddenField(validators=[Length(max=60)])
    version = HiddenField(validators=[Length(max=12)])
    title = StringField(
        _l("Name"), [Length(max=60, message=_l("Shorten the name to 60 characters."))]
    )
    kind = SelectField(_l("Kind of order"), choices=lambda: choices(KINDS.items()))
    ends = SelectField(_l("A line is complete with"), choices=lambda: choices(END_WORDS.items()))
    asks = BooleanField(_l("The partner is asked to answer"))
    order = StringField(_l("Order number"), [Length(max=60)])
    steps = FieldList(FormField(StepRow), label=_l("Steps"), max_entries=MOST)
    returns = FieldList(
        FormField(ReturnRow), label=_l("Steps of a return"), max_entries=len(RETURN_STEPS)
    )

    def blame(self, error: PortalError) -> None:
        """Show an error beside its step, or its field, or above the form."""
        field = error.field or ""
        what, _dash, number = field.rpartition("-")
        rows = self.returns.entries if what == "return" else self.steps.entries
        if number.isdigit() and 0 < int(number) <= len(rows):
            place = rows[int(number) - 1].form.code
            place.errors = [*place.errors, say(error)]
        elif field in ("steps", "returns"):
            self.form_errors.append(say(error))
        else:
            self.refuse(error)


def given(template: Template, title: str) -> dict:
    """Return a journey as values of the form."""
    ends = next((name for name, ends in ENDS.items() if ends == template.ends), "")
    return {
        "title": title,
        "kind": template.kind,
        "ends": ends,
        "asks": template.asks,
        "steps": [_row(step) for step in template.steps],
        "returns": [_row(step) for step in template.returns],
    }


def rows_of(form: JourneyForm) -> dict[str, list[dict]]:
    """Return the steps, and those of a return, as they were typed, to be moved about."""
    return {
        "steps": [dict(entry.form.data) for entry in form.steps.entries],
        "returns": [dict(entry.form.data) for entry in form.returns.entries],
    }


def moved_about(rows: dict[str, list[dict]], verb: str) -> dict[str, list[dict]] | None:
    """Return the steps after a button of theirs was pressed; None if it was none of these.

    Args:
        verb: such as "up-3"; with "return-" before it, of the steps of a return.
    """
    if verb.startswith("return-"):
        back = _moved_about(rows["returns"], verb.removeprefix("return-"))
        return None if back is None else rows | {"returns": back[: len(RETURN_STEPS)]}
    steps = _moved_about(rows["steps"], verb)
    return None if steps is None else rows | {"steps": steps}


def _moved_about(rows: list[dict], verb: str) -> list[dict] | None:
    what, _dash, number = verb.partition("-")
    if what == "add":
        return [*rows, {"days": "0", "anchor": "previous"}][:MOST]
    place = int(number) - 1 if number.isdigit() else -1
    if not 0 <= place < len(rows) or what not in ("up", "down", "remove"):
        return None
    one, rest = rows[place], rows[:place] + rows[place + 1 :]
    if what == "remove":
        return rest
    to = place - 1 if what == "up" else place + 1
    return [*rest[: max(to, 0)], one, *rest[max(to, 0) :]]


def typed(form: JourneyForm, name: str) -> Template:
    """Return what was typed as a journey of this name, checked.

    Raises:
        NotUnderstood: orders could not follow it; `field` is the number of the step.
    """
    template = Template(
        name,
        form.kind.data,
        tuple(_step(entry.form, str(n)) for n, entry in enumerate(form.steps.entries, start=1)),
        asks=bool(form.asks.data),
        ends=ENDS.get(form.ends.data, ()),
        title=" ".join((form.title.data or "").split()),
        returns=tuple(
            _step(entry.form, f"return-{n}")
            for n, entry in enumerate(form.returns.entries, start=1)
        ),
    )
    return journey.check_plan(template)


def _row(step: Step) -> dict:
    return {
        "code": step.code,
        "by": step.by,
        "must": step.required,
        "repeats": step.repeats,
        "days": str(step.days),
        "count": step.count,
        "anchor": step.anchor,
        "skip": step.skip,
        "name": step.name,
        **{f"name_{lang}": name for lang, name in step.names},
        "lanes": "; ".join(f"{one.start or '*'}>{one.end or '*'} {one.days}" for one in step.lanes),
    }


def _step(row: StepRow, number: str) -> Step:
    return Step(
        row.code.data or "",
        row.by.data or "",
        bool(row.must.data),
        row.anchor.data or "",
        _days(row.days.data or "0", number),
        count=row.count.data or "",
        skip=row.skip.data or "",
        name=_plain(row.name.data),
        names=_names(row),
        repeats=bool(row.repeats.data),
        lanes=tuple(
            _lane(text, number) for text in (row.lanes.data or "").split(";") if text.strip()
        ),
    )


def _names(row: StepRow) -> tuple[tuple[str, str], ...]:
    """Return what the step is called in each language that has a name of its own."""
    found = ((lang, _plain(row[f"name_{lang}"].data)) for lang in sorted(babel.LANGUAGES))
    return tuple((lang, name) for lang, name in found if name)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _days(text: str, number: str) -> int:
    text = text.strip().replace("−", "-")
    if not re.fullmatch(r"[+-]?\d{1,3}", text):
        raise NotUnderstood(
            N_("Give the days as a whole number, such as -7 for seven days before."), field=number
        )
    return int(text)


def _lane(text: str, number: str) -> Lane:
    found = _LANE.match(text.replace("−", "-"))
    if not found:
        raise NotUnderstood(
            N_("Write ways as CN>DE -45, one after the other with a semicolon; * is any country."),
            field=number,
        )
    start, end, days = found.groups()
    return Lane(start.upper().strip("*"), end.upper().strip("*"), int(days))
