"""What a buyer heard and enters for the supplier: the fields about it, and saying it so."""

from collections.abc import Callable, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.validators import Optional

from portal.desk import say
from portal.journey import Journey
from portal.ledger import Draft
from portal.people import Actor
from portal.web.forms import choices
from portal.web.orders.forms import NAME, StepForm

HEARD = (
    ("phone", _l("on the telephone")),
    ("mail", _l("by mail")),
    ("meeting", _l("in a meeting")),
    ("letter", _l("by letter or fax")),
    ("other", _l("otherwise")),
)


class HeardFields:
    """How it was learnt; only a buyer who enters it for the supplier sees these fields."""

    how = RadioField(
        _l("How you learnt it"), choices=choices(HEARD), default="phone", validate_choice=False
    )
    who = StringField(_l("Who said it"), NAME)
    heard_on = DateField(_l("On which day"), [Optional()])

    def heard(self) -> say.Heard:
        """Return how it was learnt."""
        return say.Heard(self.how.data or "", self.who.data or "", self.heard_on.data)


class EnterStepForm(HeardFields, StepForm):
    """A step that the supplier told elsewhere."""


def spoken_for(
    read: Journey,
    by: Actor,
    form: HeardFields,
    today: date,
    build: Callable[[Actor], Sequence[Draft]],
) -> Sequence[Draft]:
    """Return what the supplier says; where a buyer says it, as entered for the supplier."""
    if by.side != "owner":
        return build(by)
    return say.entered(read, by, build(say.stand_in(read, by)), form.heard(), today)
