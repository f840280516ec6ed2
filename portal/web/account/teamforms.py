"""What is typed about colleagues: whom to invite, what each may do, who stands in for whom."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Length

from portal.people import Rights, team
from portal.people import rights as given_rights
from portal.web.forms import PortalForm, choices
from portal.web.words_order import PAPERS

ACT_WORDS = {
    "answer": _l("Answer orders: accept, propose, refuse"),
    "report": _l("Report steps and delays"),
    "ship": _l("Announce shipments, answer returns"),
    "papers": _l("Attach documents"),
    "write": _l("Write messages"),
}
ORDER_WORDS = {
    "all": _l("All orders"),
    "assigned": _l("Only those they look after"),
    "none": _l("No orders"),
}
ACTS, ANY, ORDERS = given_rights.ACTS, given_rights.ANY, given_rights.ORDERS
EVERY_BUYER, NOTHING = given_rights.EVERY_BUYER, given_rights.NOTHING
rights_with = given_rights.rights_with
AS_EVERY = ""  # a buyer without rights of its own


class BuyerForm(Form):
    """What a colleague may do with the orders of one buyer, or of every other one."""

    owner = HiddenField()
    orders = SelectField(_l("Which orders"), choices=choices(ORDER_WORDS.items()))
    acts = SelectMultipleField(_l("What they may do"), choices=choices(ACT_WORDS.items()))
    papers = SelectMultipleField(_l("Kinds of documents"), choices=choices(PAPERS.items()))
    prices = BooleanField(_l("Sees prices"))

    @property
    def rights(self) -> Rights:
        """Return what was chosen; every kind of document ticked is every kind there will be."""
        if self.orders.data == "none":
            return NOTHING
        papers = set(self.papers.data or ())
        kinds = {ANY} if papers >= PAPERS.keys() else papers
        return Rights(
            self.orders.data, frozenset(self.acts.data or ()), frozenset(kinds), self.prices.data
        )


class RightsForm(PortalForm):
    """What a colleague may do."""

    buyers = FieldList(FormField(BuyerForm))
    manages = BooleanField(_l("Looks after colleagues, too: invites them and gives them rights"))

    def rights(self, buyers: Iterable[team.Buyer]) -> dict[int, Rights]:
        """Return the rights by buyer."""
        numbers = {one.ref: one.owner for one in buyers}
        found = {EVERY_BUYER: NOTHING}
        for one in self.buyers:
            if one.form.orders.data != AS_EVERY and one.form.owner.data in numbers:
                found[numbers[one.form.owner.data]] = one.form.rights
        return found


class InviteMateForm(RightsForm):
    """Somebody else of our company should work here."""

    email = EmailField(
        _l("Mail address"), [InputRequired(_l("Give the mail address.")), Length(max=254)]
    )


class AbsenceForm(PortalForm):
    """Somebody is away, and somebody else stands in."""

    person = SelectField(_l("Who is away"))
    deputy = SelectField(_l("Who stands in"), validators=[InputRequired(_l("Choose who."))])
    first = DateField(_l("First day"), [InputRequired(_l("Give the first day."))])
    last = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))])


class AssignForm(PortalForm):
    """Who looks after an order."""

    people = SelectMultipleField(_l("Who looks after it"))


def offer(form: RightsForm, buyers: Iterable[team.Buyer], own: Mapping[int, Rights]) -> None:
    """Name the buyers, and let only be ticked what the giver has."""
    known = {one.ref: one for one in buyers}
    for row in form.buyers:
        one = known.get(row.form.owner.data)
        if one is None:
            row.form.acts.choices = row.form.papers.choices = row.form.orders.choices = []
            continue
        given = rights_with(own, one.owner)
        wide = ORDERS.index(given.orders)
        orders = [(name, ORDER_WORDS[name]) for name in ORDERS[wide:]]
        if one.owner != EVERY_BUYER and EVERY_BUYER in {it.owner for it in known.values()}:
            orders.insert(0, (AS_EVERY, _l("As with every buyer")))
        row.form.orders.choices = choices(orders)
        row.form.acts.choices = choices((act, ACT_WORDS[act]) for act in ACTS if act in given.acts)
        kinds = [kind for kind in PAPERS if given.attaches(kind)]
        row.form.papers.choices = choices((kind, PAPERS[kind]) for kind in kinds)
        row.name_of = one.name or _l("Every buyer, also those who come later")


def started(buyers: Iterable[team.Buyer], rights: Mapping[int, Rights]) -> list[dict]:
    """Return how the rows of buyers start out, as rights are now."""
    wide = any(one.owner == EVERY_BUYER for one in buyers)
    return [_row(one, rights, wide) for one in buyers]


def _row(one: team.Buyer, rights: Mapping[int, Rights], wide: bool) -> dict:
    now = rights_with(rights, one.owner)
    own = not wide or one.owner == EVERY_BUYER or one.owner in rights
    return {
        "owner": one.ref,
        "orders": now.orders if own else AS_EVERY,
        "acts": sorted(now.acts),
        "papers": list(PAPERS) if ANY in now.papers else sorted(now.papers),
        "prices": now.prices,
    }
