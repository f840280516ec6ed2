"""The administrator's rules: which orders follow which journey, and a check on a real order."""

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField
from wtforms.validators import Length

from portal import journey, ledger, people
from portal.desk import journeys
from portal.errors import N_, NotUnderstood, PortalError
from portal.journey import TEMPLATES
from portal.web.admin.door import bp, once
from portal.web.admin.setting import check_version
from portal.web.companies import chosen
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience
from portal.web.journeys import order_called
from portal.web.pages import done, say, show
from portal.web.words_journeys import SCOPES, title_of, with_version
from portal.web.words_order import MODES
from portal.web.words_order import kind as kind_words


class RuleRow(Form):
    """Orders that are like this follow that journey."""

    journey = SelectField(_l("Journey"), validate_choice=False)
    mode = SelectField(_l("Transport"), choices=lambda: choices(
        [("", _l("any")), *((code, MODES[code]) for code in journeys.MODES)]))  # fmt: skip
    supplier = StringField(_l("Supplier"), [Length(max=120)])
    group = SelectField(_l("Supplier group"), validate_choice=False)
    category = StringField(_l("Item category"), [Length(max=80)])
    start = StringField(_l("From country"), [Length(max=2)])
    end = StringField(_l("To country"), [Length(max=2)])
    scope = SelectField(_l("Followed is"), choices=lambda: choices(SCOPES.items()))


class ChoiceForm(PortalForm):
    """These rules choose journeys from now on."""

    version = HiddenField(validators=[Length(max=12)])
    rules = FieldList(FormField(RuleRow), label=_l("Rules"), max_entries=journeys.MOST_RULES)

    def blame(self, error: PortalError) -> None:
        """Show an error beside its rule, or above the form."""
        field = error.field or ""
        if field.isdigit() and 0 < int(field) <= len(self.rules.entries):
            place = self.rules.entries[int(field) - 1].form.journey
            place.errors = [*place.errors, say(error)]
        else:
            self.refuse(error)


@bp.get("/journeys/choice")
@audience("admin")
def see_choice():
    """The rules, and which journey an order of some number would get by them, and why."""
    choice, own = journeys.choice_made(), journeys.own_journeys()
    names = people.partners_called({one.supplier for one in choice.rules} - {0})
    rows = [_given(one, names) for one in choice.rules]
    data = {"version": str(choice.version), "rules": rows}
    return _page(ChoiceForm(formdata=None, data=data), own, choice)


@bp.post("/journeys/choice")
@audience("admin")
def set_choice():
    """Orders that are placed from now on follow what these rules say."""
    form, verb, own = ChoiceForm(), request.form.get("verb", "save"), journeys.own_journeys()
    if (rows := _moved_about(form, verb)) is not None:
        data = {"version": form.version.data, "key": form.key.data, "rules": rows}
        return _page(ChoiceForm(formdata=None, data=data), own)
    if not form.validate():
        return _page(form, own, status=422)
    try:
        rules = tuple(_rule(row.form, str(n)) for n, row in enumerate(form.rules.entries, start=1))
        once(form, lambda: _made(form, rules, own))
    except PortalError as error:
        form.blame(error)
        return _page(form, own, status=error.status)
    flash(_("Saved. Orders that are placed from now on follow what these rules say."), "ok")
    return done("admin.see_choice")


def _made(form: ChoiceForm, rules: tuple[journeys.Rule, ...], own: dict[str, journeys.Own]):
    check_version(journeys.CHOICE, form.version.data)
    known = {base: one.template.kind for base, one in own.items() if not one.ended}
    known |= {name: one.kind for name, one in TEMPLATES.items()}
    return None, [journeys.choice_drafted(rules, known, int(form.version.data or 0))]


def _moved_about(form: ChoiceForm, verb: str) -> list[dict] | None:
    rows = [dict(entry.form.data) for entry in form.rules.entries]
    what, _dash, number = verb.partition("-")
    if what == "add":
        return [*rows, {}][: journeys.MOST_RULES]
    if what == "remove" and number.isdigit() and 0 < int(number) <= len(rows):
        return rows[: int(number) - 1] + rows[int(number) :]
    return None


def _rule(row: Form, number: str) -> journeys.Rule:
    text = (row.supplier.data or "").strip()
    supplier = chosen(text).one if text else None
    if text and supplier is None:
        raise NotUnderstood(
            N_("Type the whole name or number of one supplier of yours."), field=number
        )
    return journeys.Rule(
        row.journey.data or "",
        mode=row.mode.data or "",
        supplier=supplier.org if supplier else 0,
        group=row.group.data or "",
        category=" ".join((row.category.data or "").split()),
        start=(row.start.data or "").strip().upper(),
        end=(row.end.data or "").strip().upper(),
        scope=row.scope.data or "",
    )


def _given(rule: journeys.Rule, names: dict) -> dict:
    partner = names.get(rule.supplier)
    return {
        "journey": rule.journey,
        "mode": rule.mode,
        "supplier": (partner.number or partner.name) if partner else "",
        "group": rule.group,
        "category": rule.category,
        "start": rule.start,
        "end": rule.end,
        "scope": rule.scope,
    }


def _page(
    form: ChoiceForm,
    own: dict[str, journeys.Own],
    choice: journeys.Choice | None = None,
    status: int = 200,
):
    groups = [(str(one.id), one.name) for one in people.groups()]
    offered = [("", "–"), *_offered(own)]
    for entry in form.rules.entries:
        entry.form.journey.choices = choices(offered)
        entry.form.group.choices = choices([("", _("any")), *groups])
    number = request.args.get("order", "").strip()
    checked, trouble = None, ""
    if number and choice:
        try:
            checked = _checked(number, choice, own)
        except PortalError as error:
            trouble = say(error)
    return show(
        "admin/journey_choice.html",
        status=status,
        form=form,
        number=number,
        checked=checked,
        trouble=trouble,
        versions=ledger.versions_of(journeys.CHOICE, 20) if choice and choice.version else [],
    )


def _offered(own: dict[str, journeys.Own]) -> list[tuple[str, str]]:
    mine = [(base, one.template) for base, one in own.items() if not one.ended]
    return [
        (name, f"{kind_words(one.kind)}: {title_of(one.name, one.title)}")
        for name, one in (*mine, *TEMPLATES.items())
    ]


def _checked(number: str, choice: journeys.Choice, own: dict[str, journeys.Own]) -> dict:
    """Return which journey an order would get if it were placed now, which it has, and why."""
    order = order_called(number)
    read = journey.fold(ledger.told(order.order))
    group = people.group_of(read.partner)
    found = journeys.follows(choice, own, read, str(group) if group else "")
    fit = journeys.why_chosen(choice, own, read, str(group) if group else "")
    return {
        "number": order.number,
        "order": order.order,
        "would": with_version(found),
        "scope": str(SCOPES[found.scope]),
        "has": with_version(read.template),
        "rule": fit[0] + 1 if fit else 0,
        "others": [n + 1 for n in fit[1:]],
    }
