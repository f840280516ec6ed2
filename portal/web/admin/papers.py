"""The administrator's rules for shipments: which papers have to come with them."""

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length

from portal import desk
from portal.desk import NeedRule, say
from portal.errors import N_, Conflict, PortalError
from portal.ledger import Draft
from portal.web.admin.door import bp, once
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience
from portal.web.orders.forms import refuse
from portal.web.pages import done, show
from portal.web.words_order import KINDS, PAPERS

LISTS = [Length(max=400)]


class RuleForm(Form):
    """One rule; without a kind of document there is none."""

    type = SelectField(
        _l("Kind of document"),
        choices=choices([("", _l("– no paper –")), *PAPERS.items()]),
        validate_choice=False,
    )
    strict = BooleanField(_l("Nothing is announced without it"))
    kinds = SelectMultipleField(
        _l("Kinds of order"),
        choices=choices((kind, KINDS[kind]) for kind in sorted(say.SHIPPED)),
        validate_choice=False,
    )
    categories = StringField(_l("Item categories"), LISTS)
    countries = StringField(_l("To countries"), LISTS)

    def rule(self) -> NeedRule:
        """Return the rule as it was typed."""
        return NeedRule(
            self.type.data,
            self.strict.data,
            frozenset(self.kinds.data or ()) & say.SHIPPED,
            frozenset(_listed(self.categories.data)),
            frozenset(one.upper() for one in _listed(self.countries.data)),
        )


class PapersForm(PortalForm):
    """These papers have to come from now on."""

    version = HiddenField(validators=[Length(max=12)])
    rules = FieldList(FormField(RuleForm), label=_l("Rules"), max_entries=60)


@bp.get("/papers")
@audience("admin")
def see_papers():
    """The rules there are, and a row for another one."""
    return _page()


@bp.post("/papers")
@audience("admin")
def set_papers():
    """These are the rules for what is announced from now on."""
    form = PapersForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        once(form, lambda: _changed(form))
    except PortalError as error:
        refuse(form, error)
        return _page(form, status=error.status)
    flash(_("Saved. It holds for what is announced from now on."), "ok")
    return done("admin.see_papers")


def _changed(form: PortalForm) -> tuple[None, list[Draft]]:
    """Draft the next version.

    Raises:
        Conflict: somebody else changed it since the page was shown.
    """
    version = desk.shipping_rules().version
    if str(version) != form.version.data:
        raise Conflict(
            N_("Somebody else changed this since you opened the page. Reload and compare.")
        )
    rules = [entry.form.rule() for entry in form.rules if entry.form.type.data in say.TYPES]
    return None, [desk.set_needs(rules, version + 1)]


def _listed(text: str | None) -> list[str]:
    parts = (part.strip() for part in (text or "").replace(";", ",").split(","))
    return [part for part in parts if part]


def _page(form: PapersForm | None = None, status: int = 200):
    if form is None:
        rules = desk.shipping_rules()
        rows = [_row(one) for one in rules.needs]
        form = PapersForm(None, data={"version": str(rules.version), "rules": [*rows, {}]})
    return show("admin/papers.html", status=status, form=form)


def _row(one: NeedRule) -> dict:
    return {
        "type": one.type,
        "strict": one.strict,
        "kinds": sorted(one.kinds),
        "categories": ", ".join(sorted(one.categories)),
        "countries": ", ".join(sorted(one.countries)),
    }
