"""For whom a tolerance is set: what an address names, and what it is called."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from portal import desk, ledger, people
from portal.desk import tolerance
from portal.errors import N_, NotFound
from portal.web.words_tolerance import SCOPES

LONGEST = 80
BY_TEXT = ("category", "item")


@dataclass(frozen=True)
class Whom:
    """For whom: `subject` as keys hold it, `ref` as addresses do, `label` for people."""

    scope: str
    subject: str = ""
    ref: str = ""
    label: str = ""
    org: int = 0

    @property
    def key(self) -> str:
        """Return the key of its setting."""
        return tolerance.key_of(self.scope, self.subject)

    @property
    def typed(self) -> str:
        """Return how an item or category is written; its key holds it in small letters."""
        return self.label if self.scope in BY_TEXT else ""

    @property
    def title(self) -> str:
        """Return it with what it is, such as "Supplier group: Castings"."""
        scope = str(SCOPES[self.scope])
        return _("%(scope)s: %(name)s", scope=scope, name=self.label) if self.label else scope

    def url(self, endpoint: str = "admin.see_tolerance", **more) -> str:
        """Return the address of its page."""
        return url_for(endpoint, scope=self.scope, of=self.ref or None, **more)

    def about(self) -> tolerance.Subject:
        """Return what holds for it, besides its own setting: its supplier's group."""
        told = {self.scope: self.subject} if self.scope in (*BY_TEXT, "order", "group") else {}
        if self.scope != "supplier":
            return tolerance.Subject(**told)
        group = people.group_of(self.org)
        return tolerance.Subject(supplier=self.org, group=str(group) if group else "")


def whom(scope: str, ref: str) -> Whom:
    """Return for whom an address is.

    Raises:
        NotFound: there is no such scope, group, supplier or order for this owner.
    """
    if scope == "default":
        return Whom(scope)
    if scope in BY_TEXT:
        text = " ".join(ref.split())
        if not text or len(text) > LONGEST:
            raise NotFound(N_("There is no such page, or you may not see it."))
        return Whom(scope, text, text, text)
    find = {"group": _group, "supplier": _supplier, "order": _order}.get(scope)
    if find is None:
        raise NotFound(N_("There is no such page, or you may not see it."))
    return find(_id(ref))


def listed(settings: dict[str, tuple[int, tolerance.Tolerance]]) -> dict[str, Whom]:
    """Return for whom each of these settings is. At most three statements."""
    places = {key: tolerance.named(key) for key in settings}
    groups = people.group_names({UUID(s) for scope, s in places.values() if scope == "group"})
    partners = people.partners_called(
        {int(s) for scope, s in places.values() if scope == "supplier"}
    )
    orders = {UUID(s) for scope, s in places.values() if scope == "order"}
    numbers = desk.numbers_of(orders) if orders else {}
    found = {}
    for key, (scope, subject) in places.items():
        if scope == "default":
            found[key] = Whom(scope)
        elif scope in BY_TEXT:
            text = settings[key][1].subject or subject
            found[key] = Whom(scope, subject, text, text)
        elif scope == "group":
            found[key] = Whom(scope, subject, subject, groups.get(UUID(subject), ""))
        elif scope == "order":
            found[key] = Whom(scope, subject, subject, numbers.get(UUID(subject), ""))
        elif partner := partners.get(int(subject)):
            found[key] = Whom(scope, subject, str(partner.ref), partner.name, partner.org)
    return found


def _group(ident: UUID) -> Whom:
    found = people.group(ident)
    return Whom("group", str(found.id), str(found.id), found.name)


def _supplier(ident: UUID) -> Whom:
    partner = people.partner_at(ident)
    return Whom("supplier", str(partner.org), str(partner.ref), partner.name, partner.org)


def _order(ident: UUID) -> Whom:
    order = ledger.order_for(ident)
    return Whom("order", str(order.id), str(order.id), desk.numbers_of({order.id})[order.id])


def _id(ref: str) -> UUID:
    try:
        return UUID(ref)
    except ValueError:
        raise NotFound(N_("There is no such page, or you may not see it.")) from None
