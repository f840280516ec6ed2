"""What an administrator types where rules differ for some orders, or are not measured."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.watch import DEFAULTS, MODES, RULES
from portal.web import case_words
from portal.web.forms import PortalForm, choices

MOST_DAYS = 365
WHOLE = _l("Give a whole number of days from 0 to 365.")
USUAL = ""


def rules_form() -> type[PortalForm]:
    """Return the form class: of every rule what differs; what is left open is as usual."""
    fields: dict[str, object] = {
        "scope": HiddenField(validators=[Length(max=20)]),
        "of": HiddenField(validators=[Length(max=120)]),
        "version": HiddenField(validators=[Length(max=12)]),
    }
    for rule in RULES.values():
        fields[f"{rule.name}-mode"] = SelectField(_l("State"), choices=_modes)
        fields[f"{rule.name}-severity"] = SelectField(_l("Severity"), choices=_severities)
        fields[f"{rule.name}-closes"] = SelectField(
            _l("Once it is over, its cause"), choices=_closings
        )
        for figure in rule.figures:
            fields[f"{rule.name}-{figure}"] = IntegerField(
                case_words.FIGURES.get(figure, figure),
                [Optional(), NumberRange(min=0, max=MOST_DAYS, message=WHOLE)],
            )
    return type("RulesOtherwiseForm", (PortalForm,), fields)


def _modes():
    return choices([(USUAL, _l("as usual")), *((one, case_words.MODES[one]) for one in MODES)])


def _severities():
    named = ((str(n), words) for n, (words, _tone) in case_words.SEVERITIES.items())
    return choices([(USUAL, _l("as usual")), *named])


def _closings():
    named = (("yes" if one else "no", words) for one, words in case_words.CLOSES.items())
    return choices([(USUAL, _l("as usual")), *named])


def given(doc: dict) -> dict:
    """Return what a document says, as the form's fields are called."""
    found = {}
    for name, said in doc.get("rules", {}).items():
        for key, value in said.items():
            found[f"{name}-{key}"] = _as_typed(key, value)
    return found


def _as_typed(key: str, value) -> object:
    if key == "closes":
        return "yes" if value else "no"
    return str(value) if key in ("mode", "severity") else value


def typed(form: PortalForm) -> dict:
    """Return the document of what was typed: only what differs."""
    rules = {}
    for name, rule in RULES.items():
        said: dict[str, object] = {}
        if mode := form[f"{name}-mode"].data:
            said["mode"] = mode
        if severity := form[f"{name}-severity"].data:
            said["severity"] = int(severity)
        if closes := form[f"{name}-closes"].data:
            said["closes"] = closes == "yes"
        for figure in rule.figures:
            if (days := form[f"{name}-{figure}"].data) is not None:
                said[figure] = days
        if said:
            rules[name] = said
    return {"rules": rules} if rules else {"ended": True}


def differing(doc: dict) -> list[str]:
    """Return what a document says, a line a rule."""
    lines = []
    for name, said in doc.get("rules", {}).items():
        if name not in DEFAULTS.rules:
            continue
        words = [_said(key, value) for key, value in said.items()]
        lines.append(f"{case_words.rule(name)}: {', '.join(words)}")
    return lines


def _said(key: str, value) -> str:
    if key == "mode":
        return str(case_words.MODES.get(value, value))
    if key == "severity":
        return case_words.severity(value)["text"]
    if key == "closes":
        return f"{_('Once it is over, its cause')} {case_words.CLOSES[bool(value)]}"
    return f"{case_words.FIGURES.get(key, key)} {value}"


class SpareForm(PortalForm):
    """Something is not measured for a while, and why."""

    scope = HiddenField(validators=[Length(max=20)])
    of = HiddenField(validators=[Length(max=120)])
    version = HiddenField(validators=[Length(max=12)])
    reason = StringField(
        _l("Reason"),
        [
            InputRequired(_l("Say why it is not measured.")),
            Length(max=200, message=_l("Shorten this to 200 characters.")),
        ],
    )
    start = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])
    rules = SelectMultipleField(_l("Rules"), validate_choice=False)
