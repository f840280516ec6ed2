"""The form of a backtest: a rule's figures, perhaps others beside them, and what counts as late."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal import watch
from portal.watch import Asked, Rule, Truth, Try
from portal.web import case_words
from portal.web.forms import PortalForm, choices

MOST_DAYS = 365
WHOLE = _l("Give a whole number of days from 0 to 365.")
NUMBER = _l("Give a whole number from 0 to 365.")
DAYS = {
    watch.PROMISED: _l("the promised day, as last agreed with the buyer"),
    watch.FIRST: _l("the day first promised"),
    watch.ASKED: _l("the day asked for"),
}


def try_form(rule: Rule) -> type[PortalForm]:
    """Return the form class for one rule: each of its figures once, and once more to compare."""
    fields: dict[str, object] = {
        "against": SelectField(_l("Late is what came after"), choices=choices(DAYS.items())),
        "grace": _number(_l("Days after it that are not late yet"), WHOLE, 0),
        "ahead": _number(_l("A warning is in time so many days before it"), WHOLE, 3),
        "since": DateField(_l("Orders placed from"), [Optional()]),
        "until": DateField(_l("Orders placed before"), [Optional()]),
    }
    for figure in rule.figures:
        label = case_words.FIGURES.get(figure, figure)
        fields[f"a-{figure}"] = _number(label, NUMBER)
        fields[f"b-{figure}"] = IntegerField(label, [Optional(), _within(NUMBER)])
    if rule.figures:
        fields["range"] = SelectField(_l("Picture over"), choices=_ranges(rule))
        fields["low"] = IntegerField(_l("from"), [Optional(), _within(NUMBER)])
        fields["high"] = IntegerField(_l("to"), [Optional(), _within(NUMBER)])
    return type("TryForm", (PortalForm,), fields)


def filled(rule: Rule, settings: watch.Settings) -> PortalForm:
    """Return the form with the figures as they are set now."""
    figures = settings.rules[rule.name].figures
    given = {f"a-{figure}": figures[figure] for figure in rule.figures}
    return try_form(rule)(formdata=None, data=given)


def asked(rule: Rule, form: PortalForm) -> Asked:
    """Return what a valid form asks for."""
    first = {figure: form[f"a-{figure}"].data for figure in rule.figures}
    second = {
        figure: value
        for figure in rule.figures
        if (value := form[f"b-{figure}"].data) is not None and value != first[figure]
    }
    tries = [Try(rule.name, first)]
    if second:
        tries.append(Try(rule.name, first | second, watch.B))
    over = _points(form) if rule.figures else []
    tries += [Try(rule.name, first | one, watch.POINT) for one in over]
    truth = Truth(form["against"].data, form["grace"].data, form["ahead"].data)
    named = form["range"].data if over else ""
    return Asked(tuple(tries), truth, form["since"].data, form["until"].data, named)


def _points(form: PortalForm) -> list[dict[str, int]]:
    """Return the settings of the picture; none where no range is named."""
    low, high = form["low"].data, form["high"].data
    if not form["range"].data or low is None or high is None or low >= high:
        return []
    return watch.over(form["range"].data, low, high)


def _ranges(rule: Rule) -> list:
    figures = [(one, case_words.FIGURES.get(one, one)) for one in rule.figures]
    return choices([("", _l("no picture")), *figures])


def _number(label, message, default: int | None = None) -> IntegerField:
    return IntegerField(label, [InputRequired(message), _within(message)], default=default)


def _within(message) -> NumberRange:
    return NumberRange(min=0, max=MOST_DAYS, message=message)
