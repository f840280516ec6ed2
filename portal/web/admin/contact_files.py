"""Contacts in bulk: a file is shown row by row before anything of it is kept."""

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import Length

from portal import desk, people
from portal.desk import Book
from portal.errors import N_, NotUnderstood, PortalError, TooLarge
from portal.ledger import Draft
from portal.web import babel
from portal.web.admin.contacts import WORDS
from portal.web.admin.door import bp, once
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.pages import done, say, show

MOST = 512 * 1024
SHOWN = 200


class FileForm(PortalForm):
    """These are our contacts. `content` is what was looked at, to be kept now."""

    file = FileField(_l("File"))
    content = HiddenField(validators=[Length(max=MOST)])


@bp.get("/contacts/import")
@audience("admin")
def describe_contact_file():
    """Which file?"""
    return show("admin/contact_import.html", form=FileForm(formdata=None))


@bp.post("/contacts/import")
@audience("admin")
def look_at_contacts():
    """What would this file do? Nothing is kept yet."""
    form = FileForm()
    try:
        content = _sent(form)
        book = _read(content)
    except PortalError as error:
        form.file.errors = [*form.file.errors, say(error)]
        return show("admin/contact_import.html", status=error.status, form=form)
    form = FileForm(formdata=None, content=content.decode("utf-8-sig"))
    rows = [_row(one) for one in book.entries[:SHOWN]]
    left = len(book.entries) - len(rows)
    counts = {"good": len(book.cards), "wrong": len(book.problems), "left": babel.amount(left)}
    return show("admin/contact_preview.html", form=form, rows=rows, counts=counts, left=left)


@bp.post("/contacts/import/confirm")
@audience("admin")
def keep_contacts():
    """Keep what can be kept."""
    form = FileForm()
    try:
        book = _read((form.content.data or "").encode())
        counts = once(form, lambda: _kept(book, form.key.data))
    except PortalError as error:
        form.file.errors = [say(error)]
        return show("admin/contact_import.html", status=error.status, form=form)
    many = sum(counts.get(name, 0) for name in ("added", "changed")) if counts else 0
    flash(
        ngettext("%(num)d contact was kept.", "%(num)d contacts were kept.", many)
        if counts
        else _("This was kept already."),
        "ok",
    )
    return done("admin.list_contacts")


def _sent(form: FileForm) -> bytes:
    """Return the file as UTF-8.

    Raises:
        NotUnderstood, TooLarge: it is none that we take.
    """
    upload = form.file.data
    content = upload.stream.read(MOST + 1) if upload else b""
    if not content:
        raise NotUnderstood(N_("Choose a file."), field="file")
    if len(content) > MOST:
        raise TooLarge(N_("The file is bigger than %(limit)s kB."), limit=MOST // 1024)
    try:
        return content.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode()


def _read(content: bytes) -> Book:
    find = desk.finder(people.partners())
    return desk.read_contacts(content, find, usual=viewer().locale)


def _kept(book: Book, key: str) -> tuple[dict, list[Draft]]:
    counts: dict[str, int] = {}
    for card in book.cards:
        _ident, what = people.keep_contact(card)
        counts[what] = counts.get(what, 0) + 1
    return counts, [Draft("contact.changed", key=key, body={"what": "imported", "counts": counts})]


def _row(one) -> dict:
    said = one.said
    return {
        "row": babel.amount(one.row),
        "partner": said.get("partner", ""),
        "name": said.get("name", ""),
        "email": said.get("email", ""),
        "topic": WORDS[one.card.topic] if one.card else said.get("topic", ""),
        "where": ", ".join(filter(None, (said.get("site"), said.get("category")))),
        "wrong": say(one.wrong) if one.wrong else "",
    }
