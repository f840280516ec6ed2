"""The box in which a company is typed: what it offers, whom was meant, and what if that is unclear.

It works without JavaScript: the browser suggests some, any other name or number may be
typed, and what was typed is understood here.
"""

from dataclasses import dataclass

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _

from portal import desk
from portal.desk import Found, Other


@dataclass(frozen=True)
class Choice:
    """What stands in the box, and whom it means. Nothing typed is nobody chosen."""

    typed: str
    found: Found

    @property
    def one(self) -> Other | None:
        """Return who is meant, if that is certain."""
        return self.found.one

    @property
    def org(self) -> int:
        """Return the number of who is meant; 0 if nobody is."""
        return self.one.org if self.one else 0

    @property
    def text(self) -> str:
        """Return what stands in the box."""
        return self.one.label if self.one else self.typed

    @property
    def key(self) -> str:
        """Return what stands in an address: the id of who is meant, else what was typed."""
        return str(self.one.public_id) if self.one else self.typed

    @property
    def unclear(self) -> bool:
        """Was something typed that names nobody for certain?"""
        return bool(self.typed) and not self.one

    @property
    def near(self) -> tuple[Other, ...]:
        """Return those to choose from if it is unclear."""
        return self.found.near

    @property
    def more(self) -> bool:
        """Are there still more than those to choose from?"""
        return self.found.more

    @property
    def trouble(self) -> str:
        """Return why it is unclear, and what to do; "" if it is clear."""
        if not self.unclear:
            return ""
        if self.found.many:
            return _("More than one company fits “%(typed)s”. Choose one.", typed=self.typed)
        if self.near:
            return _("No company begins with “%(typed)s”. Is it one of these?", typed=self.typed)
        return _("No company is called “%(typed)s”. Check the name or number.", typed=self.typed)


def chosen(text: str | None) -> Choice:
    """Return what was typed, or what an address names, with whom it means."""
    typed = " ".join((text or "").split())[: desk.LONGEST]
    return Choice(typed, desk.find_other(typed))


def settled(field: str, choice: Choice, address: dict[str, str]) -> Response | None:
    """Lead to the address that names the company by its id; None if this one does.

    An address may be kept, and a typed beginning may mean somebody else next year.

    Args:
        address: the other fields of this list's address.
    """
    if not choice.one or request.args.get(field) == choice.key:
        return None
    return redirect(url_for(request.endpoint, **{**address, field: choice.key}), code=303)


def to_choose(field: str, choice: Choice, address: dict[str, str]) -> list[dict]:
    """Return links to this list with each company that may be meant."""
    return [
        {
            "label": one.label,
            "url": url_for(request.endpoint, **{**address, field: str(one.public_id)}),
        }
        for one in choice.near
    ]
