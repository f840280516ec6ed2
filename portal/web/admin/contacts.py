"""The administrator's contacts: whom to write to at partners who have no account here."""

from uuid import UUID

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal import desk, people
from portal.errors import PortalError
from portal.ledger import Draft
from portal.people import Card, Contact
from portal.web import babel
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm
from portal.web.admin.paging import PAGE, asked
from portal.web.companies import chosen
from portal.web.forms import PortalForm, choices
from portal.web.guard import audience
from portal.web.pages import done, show

WORDS = {
    "": _l("everything"),
    "orders": _l("orders"),
    "quality": _l("quality"),
    "shipping": _l("shipping"),
    "invoices": _l("invoices"),
}


class ContactForm(PortalForm):
    """Write to this address."""

    partner = StringField(_l("Partner"), [Length(max=desk.LONGEST)])
    name = StringField(_l("Name"), [InputRequired(_l("Give the name.")), Length(max=120)])
    email = EmailField(
        _l("Mail address"), [InputRequired(_l("Give the mail address.")), Length(max=254)]
    )
    locale = SelectField(_l("Language"), choices=lambda: choices(babel.LANGUAGES.items()))
    topic = SelectField(_l("Topic"), choices=lambda: choices(WORDS.items()))
    site = StringField(_l("Only for the site"), [Length(max=120)])
    category = StringField(_l("Only for the item category"), [Length(max=120)])

    def card(self, partner: int) -> Card:
        """Return what was typed, of this partner."""
        names = ("name", "email", "locale", "topic", "site", "category")
        return Card(partner, **{name: self[name].data or "" for name in names})


@bp.get("/contacts")
@audience("admin")
def list_contacts():
    """Our contacts by partner; a page of them, or those with a word."""
    part = asked()
    rows, many = people.contacts_page(part.words, part.start, PAGE)
    shown = [{"contact": row, "partner": name, "topic": WORDS[row.topic]} for row, name in rows]
    pages = part.pages(many)
    return show("admin/contacts.html", rows=shown, many=many, words=part.words, pages=pages)


@bp.get("/contacts/new")
@audience("admin")
def describe_contact():
    """Whom else do we write to?"""
    return _page(ContactForm(formdata=None))


@bp.post("/contacts")
@audience("admin")
def add_contact():
    """We write to somebody else from now on."""
    form = ContactForm()
    partner = chosen(form.partner.data)
    if not partner.one:
        form.validate()
        form.partner.errors = [partner.trouble or _("Choose the partner.")]
        return _page(form, status=422)
    return _kept(form, lambda: _added(form, partner.org))


@bp.get("/contacts/<uuid:contact>")
@audience("admin")
def see_contact(contact: UUID):
    """One contact: what may be changed."""
    found = people.contact(contact)
    return _page(ContactForm(formdata=None, obj=found, partner=""), found)


@bp.post("/contacts/<uuid:contact>")
@audience("admin")
def change_contact(contact: UUID):
    """It is another address, or for something else."""
    found, form = people.contact(contact), ContactForm()

    def change():
        people.change_contact(contact, form.card(found.partner))
        return True, [_said("changed", contact, form.key.data)]

    return _kept(form, change, found)


@bp.post("/contacts/<uuid:contact>/end")
@audience("admin")
def end_contact(contact: UUID):
    """Write to it no more; or again, if that was said before."""
    found, form = people.contact(contact), ConfirmForm()
    ended = found.ended_at is None

    def change():
        people.end_contact(contact, ended)
        return True, [_said("ended" if ended else "added", contact, form.key.data)]

    once(form, change)
    flash(_("No more mails go there.") if ended else _("Mails go there again."), "ok")
    return done("admin.see_contact", contact=contact)


@bp.get("/contacts/<uuid:contact>/erase")
@audience("admin")
def ask_erase_contact(contact: UUID):
    """Really?"""
    found = people.contact(contact)
    return show("admin/contact_erase.html", contact=found, form=ConfirmForm(formdata=None))


@bp.post("/contacts/<uuid:contact>/erase")
@audience("admin")
def erase_contact(contact: UUID):
    """Forget name and address for good."""
    people.contact(contact)
    form = ConfirmForm()

    def change():
        people.erase_contact(contact)
        return True, [_said("erased", contact, form.key.data)]

    once(form, change)
    flash(_("Name and address are erased."), "ok")
    return done("admin.list_contacts")


def _added(form: ContactForm, partner: int) -> tuple[bool, list[Draft]]:
    ident, what = people.keep_contact(form.card(partner))
    return True, [_said("changed" if what == "same" else what, ident, form.key.data)]


def _said(what: str, ident: UUID, key: str) -> Draft:
    """Return the event that says so; it names nobody."""
    return Draft("contact.changed", key=key, body={"what": what, "contact": str(ident)})


def _kept(form: ContactForm, change, found: Contact | None = None):
    if not form.validate():
        return _page(form, found, 422)
    try:
        once(form, change)
    except PortalError as error:
        form.refuse(error)
        return _page(form, found, error.status)
    flash(_("Saved."), "ok")
    return done("admin.list_contacts")


def _page(form: ContactForm, found: Contact | None = None, status: int = 200):
    return show(
        "admin/contact.html",
        status=status,
        form=form,
        contact=found,
        action=(
            url_for("admin.change_contact", contact=found.id)
            if found
            else url_for("admin.add_contact")
        ),
        partner=people.called([found.partner]).get(found.partner, "") if found else "",
        offered=[one.label for one in desk.offered()] if found is None else [],
        again=ConfirmForm(formdata=None) if found else None,
    )
