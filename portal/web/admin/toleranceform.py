"""What an administrator types to set a tolerance."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length

from portal.desk import tolerance
from portal.web.forms import PortalForm, choices
from portal.web.orders.forms import Quantity
from portal.web.words_tolerance import CHOICES, COUNTS
from portal.web.words_units import SIGNS, UNITS, unit

UNSET = ""
MESSAGE = [Length(max=500, message=_l("Shorten the message to 500 characters."))]
_CLOSE = {"": None, "yes": True, "no": False}


def tolerance_form() -> type[PortalForm]:
    """Return the form class: what follows from each kind of deviation, and its limits."""
    fields: dict[str, object] = {
        "scope": HiddenField(validators=[Length(max=20)]),
        "of": HiddenField(validators=[Length(max=120)]),
        "version": HiddenField(validators=[Length(max=12)]),
        "close": SelectField(_l("Close the rest"), choices=_closes),
        "shown": BooleanField(_l("The suppliers it concerns see it")),
    }
    for name, field in tolerance.FIELDS.items():
        fields |= _fields_of(name, field.unit)
    return type("ToleranceForm", (PortalForm,), fields)


def _fields_of(name: str, kind: str) -> dict[str, object]:
    fields: dict[str, object] = {
        f"{name}-within": SelectField(_l("Up to the limit"), choices=_withins),
        f"{name}-beyond": SelectField(_l("Beyond it"), choices=_beyonds, default=tolerance.ASK),
        f"{name}-message": StringField(_l("Message, if it is refused"), MESSAGE),
    }
    if kind == "days":
        fields[f"{name}-abs"] = Quantity(_l("Limit in days"))
        fields[f"{name}-count"] = SelectField(
            _l("Counted in"), choices=_counts, default=tolerance.WORKING
        )
        return fields
    fields[f"{name}-pct"] = Quantity(_l("Limit in percent"))
    if kind == "qty":
        fields[f"{name}-abs"] = Quantity(_l("Limit as a quantity"))
        fields[f"{name}-unit"] = SelectField(_l("Unit"), choices=_units, default="EA")
    else:
        fields[f"{name}-abs"] = Quantity(_l("Limit as an amount for one unit"))
        fields[f"{name}-unit"] = StringField(_l("Currency"), [Length(max=3)])
    return fields


def given(tolerance: tolerance.Tolerance) -> dict:
    """Return a setting as values of the form."""
    close = next(text for text, value in _CLOSE.items() if value == tolerance.close)
    values: dict = {"close": close, "shown": tolerance.shown}
    for name, limit in tolerance.limits.items():
        told = {"within": limit.within, "beyond": limit.beyond, "message": limit.message}
        told |= {"pct": limit.pct, "abs": limit.abs, "count": limit.count}
        told |= {"unit": limit.unit} if limit.unit else {}
        values |= {f"{name}-{part}": value for part, value in told.items()}
    return values


def typed(form: PortalForm, subject: str = "") -> tolerance.Tolerance:
    """Return what was typed as a setting; fields left unset are not in it."""
    limits = {name: _limit(form, name) for name in tolerance.FIELDS if form[f"{name}-within"].data}
    close = _CLOSE.get(form.close.data or "")
    return tolerance.Tolerance(limits, close, bool(form.shown.data), subject=subject)


def _limit(form: PortalForm, name: str) -> tolerance.Limit:
    amount = _read(form, f"{name}-abs")
    unit_ = _read(form, f"{name}-unit") or ""
    if tolerance.FIELDS[name].unit == "price":
        unit_ = unit_.upper()
    return tolerance.Limit(
        within=form[f"{name}-within"].data,
        beyond=form[f"{name}-beyond"].data or tolerance.ASK,
        pct=_read(form, f"{name}-pct"),
        abs=amount,
        unit=unit_ if amount is not None else "",
        count=_read(form, f"{name}-count") or tolerance.WORKING,
        message=form[f"{name}-message"].data or "",
    )


def _read(form: PortalForm, name: str) -> Decimal | str | None:
    return form[name].data if name in form else None


def _withins():
    told = ((one, CHOICES[one]) for one in tolerance.OUTCOMES)
    return choices([(UNSET, _l("Nothing is set here")), *told])


def _beyonds():
    return choices((one, CHOICES[one]) for one in (tolerance.ASK, tolerance.REFUSE))


def _counts():
    return choices((one, COUNTS[one]) for one in tolerance.COUNTS)


def _closes():
    return choices(
        [
            ("", _l("Nothing is set here")),
            ("yes", _l("Yes, if no more is missing than the limit allows")),
            ("no", _l("No, it stays open")),
        ]
    )


def _units():
    return choices((code, unit(code)) for code in (*UNITS, *SIGNS))
