"""What people type to say the same to many lines, or something to each."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from portal.bundles import Edit, Row
from portal.desk import LineRow, say
from portal.errors import N_, NotUnderstood
from portal.people import Actor
from portal.web.forms import PortalForm, choices
from portal.web.lines.words import verb
from portal.web.orders.forms import REF, TEXT, read_quantity
from portal.web.words_order import reason_choices

FARTHEST = 3650  # days a day may be moved by
DAY = N_("“%(typed)s” is no day. Write it as 2026-03-31.")
QTY = N_("“%(typed)s” is no quantity.")
WORDS = (
    "verb", "rest", "reason", "text", "ref", "note", "carrier", "tracking", "container", "reported",
)  # fmt: skip
BOXES = ("qty", "day", "ship_qty", "ship_day")
FIELDS = ("stamp", *WORDS, *BOXES)


class ManyForm(PortalForm):
    """What is said to all ticked lines."""

    verb = SelectField(_l("What to say"), validate_choice=False)
    day = DateField(_l("New day"), [Optional()])
    move = IntegerField(_l("or move by days"), [Optional(), NumberRange(-FARTHEST, FARTHEST)])
    reason = SelectField(_l("Reason"), validate_choice=False)
    text = StringField(_l("Note"), TEXT)
    ref = StringField(_l("Your order number"), REF)
    back = HiddenField()
    grid = HiddenField()

    def takes(self, name: str, side: str) -> bool:
        """Return whether anything this side may say takes a field."""
        return any(name in one.takes for one in say.verbs_of(side))

    def missing(self, by: Actor) -> str:
        """Return what must be given before any line can be told; "" if nothing is missing."""
        found = say.VERBS.get(self.verb.data or "")
        if found is None or by.side not in found.sides:
            self.verb.errors = [_("Choose what to say to these lines.")]
            return "verb"
        for name in ("reason", "text"):
            if name in found.needs and not self[name].data:
                self[name].errors = [_("Choose a reason.") if name == "reason" else _("Say why.")]
                return name
        return ""


def prepared(by: Actor, form: ManyForm | None = None, **start) -> ManyForm:
    """Return the form with its lists filled for this side."""
    form = form or ManyForm(None, data=start)
    offered = say.verbs_of(by.side)
    form.verb.choices = choices(
        [("", _("– choose –")), *((one.code, verb(one)) for one in offered)]
    )
    places = dict.fromkeys(one.reasons for one in offered if one.reasons)
    found = dict(pair for place in places for pair in reason_choices(place))
    form.reason.choices = choices(found.items())
    return form


def said_to(row: Row, form: ManyForm, line: LineRow | None) -> None:
    """Put what is said to all lines into the row of one."""
    found = say.VERBS[form.verb.data]
    row.verb = found.code
    for name in ("reason", "text", "ref"):
        setattr(row, name, (form[name].data or "") if name in found.takes else "")
    if "day" in found.takes:
        row.day = form.day.data
        if form.move.data is not None and line and line.want_day:
            row.day = date.fromordinal(line.want_day.toordinal() + form.move.data)


def edits_of(sent: Mapping[str, str], numbers: Iterable[int]) -> list[Edit]:
    """Return what was typed into these rows of a page; each field is called name-number."""
    return [_edit(n, {name: _sent(sent, name, n) for name in FIELDS}) for n in numbers]


def _sent(sent: Mapping[str, str], name: str, number: int) -> str:
    return sent.get(f"{name}-{number}", "").replace("\x00", "").strip()


def _edit(number: int, typed: dict[str, str]) -> Edit:
    unread: dict[str, str] = {}
    faults: list[NotUnderstood] = []
    read = {name: read_cell(name, typed[name], unread, faults) for name in BOXES}
    said = {name: typed[name] for name in WORDS}
    return Edit(
        number,
        typed["stamp"][:32],
        **said,
        **read,
        unread=unread,
        fault=faults[0] if faults else None,
    )


def read_cell(
    name: str, typed: str, unread: dict[str, str], faults: list[NotUnderstood]
) -> Decimal | date | None:
    """Return the quantity or day that was typed; what cannot be read is noted."""
    if not typed:
        return None
    try:
        return read_quantity(typed) if name.endswith("qty") else date.fromisoformat(typed)
    except ValueError:
        unread[name] = typed[:80]
        faults.append(
            NotUnderstood(QTY if name.endswith("qty") else DAY, field=name, typed=typed[:80])
        )
        return None
