"""For which orders rules are set otherwise, and what is not measured: in addresses and in words."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import desk, ledger, people, watch
from portal.errors import N_, NotFound, NotUnderstood
from portal.journey import KINDS
from portal.web.companies import chosen
from portal.web.words_order import kind

LONGEST = 80
SCOPES = {
    "kind": _l("Kind of order"),
    "group": _l("Supplier group"),
    "supplier": _l("Supplier"),
    "lane": _l("Lane"),
    "item": _l("Item"),
    "site": _l("Site"),
    "order": _l("Order"),
}
NAMED = ("lane", "item", "site")  # called as they are typed


@dataclass(frozen=True)
class Whom:
    """For which orders: `subject` as keys hold it, `ref` as addresses do, `label` for people."""

    scope: str
    subject: str
    ref: str
    label: str

    @property
    def title(self) -> str:
        """Return it with what it is, such as "Supplier group: Castings"."""
        return _("%(scope)s: %(name)s", scope=str(SCOPES[self.scope]), name=self.label)

    def url(self, endpoint: str) -> str:
        """Return the address of one of its pages."""
        return url_for(endpoint, scope=self.scope, of=self.ref)


def whom(scope: str, ref: str) -> Whom:
    """Return for whom an address is.

    Raises:
        NotFound: there is no such scope, or nothing of this name for this owner.
    """
    ref = " ".join(ref.split())
    if scope in NAMED and ref and len(ref) <= LONGEST:
        return Whom(scope, ref, ref, ref)
    if scope == "kind" and ref in KINDS:
        return Whom(scope, ref, ref, kind(ref))
    if scope == "group":
        found = people.group(_id(ref))
        return Whom(scope, str(found.id), str(found.id), found.name)
    if scope == "supplier":
        partner = people.partner_at(_id(ref))
        return Whom(scope, str(partner.org), str(partner.ref), partner.name)
    if scope == "order":
        order = _id(ref)
        number = desk.numbers_of({order}).get(order)
        if number:
            return Whom(scope, str(order), str(order), number)
    raise NotFound(N_("There is no such page, or you may not see it."))


def listed(settings: dict[str, tuple[int, dict]]) -> dict[str, Whom]:
    """Return for whom each of these settings is, of those still there. At most three statements."""
    places = {key: watch.scope.named(key) for key in settings}
    by_scope: dict[str, set[str]] = {}
    for scope, subject in places.values():
        by_scope.setdefault(scope, set()).add(subject)
    groups = people.group_names({UUID(one) for one in by_scope.get("group", ())})
    partners = people.partners_called({int(one) for one in by_scope.get("supplier", ())})
    orders = {UUID(one) for one in by_scope.get("order", ())}
    numbers = desk.numbers_of(orders) if orders else {}
    found = {}
    for key, (scope, subject) in places.items():
        if scope in NAMED:
            text = settings[key][1].get("subject") or subject
            found[key] = Whom(scope, subject, text, text)
        elif scope == "kind":
            found[key] = Whom(scope, subject, subject, kind(subject))
        elif scope == "group" and UUID(subject) in groups:
            found[key] = Whom(scope, subject, subject, groups[UUID(subject)])
        elif scope == "order" and UUID(subject) in numbers:
            found[key] = Whom(scope, subject, subject, numbers[UUID(subject)])
        elif scope == "supplier" and (partner := partners.get(int(subject))):
            found[key] = Whom(scope, subject, str(partner.ref), partner.name)
    return found


def meant(scope: str, typed: dict[str, str]) -> tuple[Whom | None, tuple]:
    """Return whom a form means, or who may be meant where that is not clear.

    Args:
        typed: what was chosen or typed: group, kind, name.

    Raises:
        NotUnderstood: nothing was named, or nothing is called so.
    """
    if scope in ("group", "kind"):
        if not typed[scope]:
            raise NotUnderstood(N_("Choose which."), field=scope)
        return whom(scope, typed[scope]), ()
    text = " ".join(typed["name"].split())
    if not text or len(text) > LONGEST:
        raise NotUnderstood(N_("Give the name, in at most 80 characters."), field="name")
    if scope == "supplier":
        return _supplier(text)
    return whom(scope, _ref(scope, text)), ()


def _supplier(text: str) -> tuple[Whom | None, tuple]:
    choice = chosen(text)
    if choice.one:
        return whom("supplier", str(choice.one.public_id)), ()
    return None, tuple({"label": one.label, "ref": str(one.public_id)} for one in choice.near)


def _ref(scope: str, text: str) -> str:
    """Return how an address calls what was typed."""
    if scope == "lane" and text.count(">") != 1:
        raise NotUnderstood(N_("Write a lane as from>to, such as CN>Bremen."), field="name")
    if scope != "order":
        return text
    orders = ledger.orders_numbered(text, KINDS)
    if len(orders) != 1:
        raise NotUnderstood(N_("There is no such order, or more than one."), field="name")
    return str(orders[0])


def _id(ref: str) -> UUID:
    try:
        return UUID(ref)
    except ValueError:
        raise NotFound(N_("There is no such page, or you may not see it.")) from None
