"""What people type about shipments. Forms check the shape; `desk.say` checks the meaning."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.desk import say
from portal.web.forms import PortalForm, choices
from portal.web.orders.forms import REF, TEXT, Quantity
from portal.web.words_order import PAPERS
from portal.web.words_shipments import MODES, PACKAGES

NOTHING = [("", _l("– choose –"))]
LISTS = [Length(max=4000, message=_l("Shorten the text to 4,000 characters."))]
WHEN = (("gone", _l("They have left")), ("plan", _l("They will leave")))
SAME = (
    (say.SAME_GOODS, _l("Yes, these were reported")),
    (say.OTHER_GOODS, _l("No, those were other goods")),
)


class GoodsForm(Form):
    """So much of a delivery, in one package or in none."""

    order = HiddenField()
    line = HiddenField()
    part = HiddenField()
    qty = Quantity(_l("Quantity"))
    package = SelectField(_l("In package"), default="0", validate_choice=False)


class CrateForm(Form):
    """One package. Without a kind there is none."""

    kind = SelectField(
        _l("Kind"), choices=choices([*NOTHING, *PACKAGES.items()]), validate_choice=False
    )
    inside = SelectField(_l("Stands in"), default="0", validate_choice=False)
    sscc = StringField(_l("SSCC"), REF)
    gross = Quantity(_l("Gross"))
    net = Quantity(_l("Net"))
    length = Quantity(_l("Length"))
    width = Quantity(_l("Width"))
    height = Quantity(_l("Height"))

    @property
    def empty(self) -> bool:
        """Return whether nothing was typed."""
        typed = (self.sscc, self.gross, self.net, self.length, self.width, self.height)
        return not self.kind.data and not any(one.data for one in typed)

    def crate(self, numbered: bool) -> say.Crate:
        """Return the package as it was typed."""
        return say.Crate(
            self.kind.data or "",
            whole(self.inside.data),
            self.sscc.data or "",
            numbered,
            self.gross.data,
            self.net.data,
            (self.length.data, self.width.data, self.height.data),
        )


class SameForm(Form):
    """Whether goods of a line that were reported before are the ones in this shipment."""

    order = HiddenField()
    line = HiddenField()
    answer = RadioField(
        _l("Are these the goods reported before?"), choices=choices(SAME), validate_choice=False
    )


class EnclosedForm(Form):
    """A paper that comes with the announcement."""

    type = SelectField(
        _l("Kind of document"), choices=choices([*NOTHING, *PAPERS.items()]), validate_choice=False
    )
    file = FileField(_l("File"))


class NoticeForm(PortalForm):
    """The announcement of a shipment as a whole."""

    number = StringField(_l("Delivery note number"), REF)
    mode = SelectField(
        _l("Transport"), choices=choices([*NOTHING, *MODES.items()]), validate_choice=False
    )
    carrier_name = StringField(_l("Carrier"), REF)
    vehicle = StringField(_l("Vehicle, driver"), REF)
    tracking = TextAreaField(_l("Tracking numbers"), LISTS)
    containers = TextAreaField(_l("Containers"), LISTS)
    waybill = StringField(_l("Waybill"), REF)
    left = RadioField(
        _l("Have the goods left?"), choices=choices(WHEN), default="gone", validate_choice=False
    )
    ship_on = DateField(_l("Day"), [Optional()])
    ship_at = TimeField(_l("Time, if known"), [Optional()])
    due = DateField(_l("Expected at the buyer's"), [Optional()])
    sure = BooleanField(_l("The numbers are right although their check digits are not"))
    beyond = BooleanField(_l("More than was ordered is meant; the buyer will be asked"))
    goods = FieldList(FormField(GoodsForm), label=_l("Goods"), max_entries=500)
    numbered = BooleanField(_l("Give packages without an SSCC one of ours"))
    packages = FieldList(FormField(CrateForm), label=_l("Packages"), max_entries=300)
    answers = FieldList(FormField(SameForm), label=_l("Reported before"), max_entries=500)
    papers = FieldList(FormField(EnclosedForm), label=_l("Papers"), max_entries=12)
    text = TextAreaField(_l("Note"), TEXT)

    def notice(self, papers: list[say.ShipPaper]) -> say.Notice:
        """Return the header as it was typed."""
        refs = [("tracking", value) for value in listed(self.tracking.data)]
        refs += [("container", value) for value in listed(self.containers.data)]
        return say.Notice(
            number=self.number.data or "",
            mode=self.mode.data or "",
            carrier_name=self.carrier_name.data or "",
            vehicle=self.vehicle.data or "",
            refs=[*refs, ("waybill", self.waybill.data or "")],
            ship_on=self.ship_on.data,
            ship_at=self.ship_at.data,
            left=self.left.data == "gone",
            due=self.due.data,
            sure=self.sure.data,
            beyond=self.beyond.data,
            text=self.text.data or "",
            papers=papers,
        )


class CancelForm(PortalForm):
    """“It will not be sent.”"""

    text = StringField(_l("Why it will not be sent"), TEXT)


class PassageForm(PortalForm):
    """The shipment passed a step, or is expected to."""

    code = SelectField(
        _l("Step"),
        [InputRequired(_l("Choose the step that was reached."))],
        validate_choice=False,
    )
    klass = RadioField(
        _l("Has it happened?"),
        choices=choices((("ACT", _l("It happened")), ("EST", _l("It is expected")))),
        default="ACT",
    )
    on = DateField(_l("Day"), [InputRequired(_l("Give the day it really happened."))])
    at = TimeField(_l("Time, if known"), [Optional()])
    place = StringField(_l("Place"), REF)
    recipient = StringField(_l("Received by"), REF)
    reason = SelectField(_l("Reason, for trouble"), validate_choice=False)
    text = TextAreaField(_l("Note"), TEXT)

    def passage(self) -> say.Passage:
        """Return what was typed."""
        return say.Passage(
            code=self.code.data or "",
            on=self.on.data,
            at=self.at.data,
            klass=self.klass.data or "",
            place=self.place.data or "",
            reason=self.reason.data or "",
            recipient=self.recipient.data or "",
            text=self.text.data or "",
        )


class PaperForm(PortalForm):
    """Here is the paper."""

    type = SelectField(
        _l("Kind of document"), choices=choices(PAPERS.items()), validate_choice=False
    )
    file = FileField(_l("File"), [FileRequired(_l("Choose the file."))])
    text = TextAreaField(_l("Note"), TEXT)


class CameForm(Form):
    """What came of one row of the shipment."""

    order = HiddenField()
    line = HiddenField()
    part = HiddenField()
    package = HiddenField()
    qty = Quantity(_l("Received"))
    rejected = Quantity(_l("Of these rejected"))
    damaged = Quantity(_l("Of these damaged"))


class UnloadForm(PortalForm):
    """What was counted when the shipment was there."""

    on = DateField(_l("Day"), [InputRequired(_l("Give the day it was counted."))])
    at = TimeField(_l("Time, if known"), [Optional()])
    rows = FieldList(FormField(CameForm), label=_l("Goods"), max_entries=500)
    over = BooleanField(_l("More than ordered is right"))
    reason = SelectField(_l("Reason, if something was rejected or damaged"), validate_choice=False)
    text = TextAreaField(_l("Note"), TEXT)


def whole(text: str | None) -> int:
    """Return a small number that came with a form; 0 for anything else."""
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 9 else 0


def listed(text: str | None) -> list[str]:
    """Return what stands in a box of several values: one a line, or between commas."""
    rows = (text or "").replace(",", "\n").replace(";", "\n").splitlines()
    return [row.strip() for row in rows if row.strip()]


def zero(value: Decimal | None) -> Decimal:
    """Return nothing typed as none of it."""
    return value or Decimal(0)
