"""Action links on orders: what an owner allows them, who gets one, and what is said about it.

a mail is written ─▶ the mailbox's link, or a new one (link.issued) ─▶ a key of its own
somebody sits down ─▶ link.opened, once for each name
somebody takes it back ─▶ link.revoked
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from portal import clock, people
from portal.desk.orderheads import OrderHead
from portal.desk.outgoing import notify
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood
from portal.journey import Journey
from portal.ledger import Draft, number, settings_of
from portal.people import ActionLink, Actor, Contact, LinkRow, Recipient

KEY = "links"
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What an owner allows. `on`: mails carry links; `idle_days` without use end one.

    Orders of `code_from` or more, in `currency` or any other than that, are accepted only
    with a code sent to the mailbox; None asks none.
    """

    on: bool = True
    idle_days: int = 60
    code_from: Decimal | None = None
    currency: str = ""


START = LinkSettings()


def link_settings() -> LinkSettings:
    """Return what the scope's owner allows links."""
    return merge(_newest()[1])


def set_links(settings: LinkSettings) -> Draft:
    """Return the draft of a new version for the house stream, checked; ends links if they go.

    Raises:
        NotUnderstood: a figure that cannot be meant.
    """
    doc: dict = {"on": settings.on, "idle_days": settings.idle_days}
    if settings.code_from is not None:
        doc |= {"code_from": number(settings.code_from), "currency": settings.currency}
    merge(doc)
    if not settings.on:
        people.by_link.end_links(clock.now())
    version = _newest()[0] + 1
    return Draft(
        "setting.made",
        key=f"{KEY}/{version}",
        body={"key": KEY, "version": version, "doc": doc},
    )


def links_version() -> int:
    """Return which version of the setting is the newest; 0 if nothing was said."""
    return _newest()[0]


def merge(doc: Mapping) -> LinkSettings:
    """Return the settings that a document says, the rest as it starts out. Pure."""
    idle = doc.get("idle_days", START.idle_days)
    if isinstance(idle, bool) or not isinstance(idle, int) or not 1 <= idle <= MOST_DAYS:
        raise NotUnderstood(N_("Give a whole number of days from 1 to 365."), field="idle_days")
    if doc.get("code_from") is None:
        return LinkSettings(bool(doc.get("on", True)), idle)
    try:
        least = Decimal(doc["code_from"])
    except InvalidOperation as error:
        raise NotUnderstood(N_("Give an amount of money."), field="code_from") from error
    if not least.is_finite() or least < 0:
        raise NotUnderstood(N_("Give an amount of money."), field="code_from")
    return LinkSettings(bool(doc.get("on", True)), idle, least, doc.get("currency", ""))


def over(read: Journey | OrderHead, idle_days: int, now: datetime) -> bool:
    """Is the order's life over: complete, and nothing heard of it for so long? Pure."""
    quiet = read.changed_at is None or read.changed_at + timedelta(days=idle_days) <= now
    return not read.open and quiet


def hand_out(order: UUID, to: Recipient, by_hand: bool = False) -> tuple[str | None, list[Draft]]:
    """Return the secret of a key to the mailbox's link, and what there is to say about it.

    None if the owner gives no links, or somebody took this mailbox's back; a person who sends
    one by hand gives it anew.
    """
    settings = link_settings()
    if not settings.on:
        return None, []
    link, drafts = people.by_link.live_link(order, to, clock.now()), []
    if link is None:
        if people.by_link.was_revoked(order, to) and not by_hand:
            return None, []
        link = people.by_link.issue(order, to, settings.idle_days)
        drafts = [_issued(link)]
    return people.by_link.new_key(link), drafts


def send_link(order: UUID, to: Recipient) -> tuple[None, list[Draft]]:
    """Send a mailbox a link by hand, also if it was taken back before.

    Raises:
        NotAllowed: the owner gives no links.
    """
    settings, drafts = link_settings(), []
    if not settings.on:
        raise NotAllowed(N_("Links are switched off. Ask your administrator."))
    link = people.by_link.live_link(order, to, clock.now())
    if link is None:
        link = people.by_link.issue(order, to, settings.idle_days)
        drafts = [_issued(link)]
    _mail_again(link)
    return None, drafts


def send_again(link: UUID) -> None:
    """Mail a new key to the mailbox of a link, unless somebody took it back.

    Whether anything was sent is not told: it may be asked by anybody who has an old mail.
    """
    row = people.by_link.link_of(link)
    if row is not None and not row.revoked:
        _mail_again(row)


def _mail_again(link: ActionLink) -> None:
    params = {"link": str(link.id), "locale": link.locale or "en"}
    whom = {"person": link.person} if link.person else {"address": link.address}
    notify("link", params, stream=link.order, **whom)


def take_back(link: UUID, by: Actor) -> tuple[ActionLink, list[Draft]]:
    """End a link; of a partner's people only their manager, and only their own mailboxes'.

    Raises:
        NotFound: there is no such link for this asker, or it has ended.
    """
    row = people.by_link.revoke(link, None if by.side in ("owner", "system") else by.org)
    body = {"link": str(row.id), "organisation": row.partner}
    return row, [Draft("link.revoked", key=f"{row.id}/revoked", body=body, shared_with=row.partner)]


def sit_down(link: UUID, read: Journey, called: str) -> tuple[str, list[Draft]]:
    """Let somebody work by a link; return the secret of their seat, and who they say they are.

    Args:
        called: how somebody else than the one it was sent to calls themselves; "" is that one.

    Raises:
        NotFound: the link was ended a moment ago, or the order's life is over.
    """
    row, now = people.by_link.link_of(link), clock.now()
    if row is None or not people.by_link.alive(row, now) or over(read, row.idle_days, now):
        raise NotFound(people.by_link.GONE)
    seat = people.by_link.seat_called(link, called) if called else None
    return people.by_link.take_seat(row, called, seat), [opened(row, called)]


def opened(link: ActionLink | LinkRow, called: str) -> Draft:
    """Return the draft that somebody came by a link, under a name of their own or ("") its."""
    seat = people.by_link.seat_called(link.id, called) if called else None
    body = {"link": str(link.id)} | ({"seat": str(seat)} if seat else {})
    return Draft(
        "link.opened",
        key=f"{link.id}/{seat or 'opened'}",
        body=body,
        details={"name": called} if called else {},
        shared_with=link.partner,
    )


def mailbox(link: ActionLink | LinkRow) -> Recipient:
    """Return for whom a link is."""
    return Recipient(
        link.partner,
        link.side,
        link.address,
        link.name,
        link.person,
        shared=link.shared,
        locale=link.locale,
        rights=people.rights.read(link.rights),
    )


def recipient_for(
    person: UUID | None, address: str, params: Mapping, parties: Iterable[tuple[int, str]]
) -> Recipient | None:
    """Return the mailbox a notice about an order goes to, if it is a partner's.

    Args:
        params: of the notice: `contact` names one, `link` a link the mailbox had, `org` whose
            mailbox it is.
        parties: who takes part in the order, as (organisation, role).
    """
    if person is not None:
        return people.by_link.known_recipient(person, parties)
    if "contact" in params:
        return _contact(people.contact(UUID(params["contact"])), dict(parties))
    known = people.by_link.link_of(UUID(params["link"])) if "link" in params else None
    if known is not None:
        return mailbox(known)
    side = dict(parties).get(params.get("org", 0))
    if side not in people.by_link.SIDES or not address:
        return None
    locale = params.get("locale", "")
    return Recipient(params["org"], side, address, shared=True, locale=locale)


def _contact(one: Contact, sides: Mapping[int, str]) -> Recipient | None:
    side = sides.get(one.partner)
    if side not in people.by_link.SIDES:
        return None
    return Recipient(one.partner, side, one.email, one.name, locale=one.locale)


def check_address(typed: str, name: str) -> str:
    """Return an address to send a link to.

    Raises:
        NotUnderstood: it is none.
    """
    if len(name) > 120:
        raise NotUnderstood(N_("Shorten the name."), field="name")
    return people.address(typed)


def check_version(seen: str) -> None:
    """Refuse to overwrite what somebody else set since the page was shown."""
    if str(links_version()) != seen:
        raise Conflict(
            N_("Somebody else changed this since you opened the page. Reload and compare.")
        )


def _issued(link: ActionLink) -> Draft:
    body = {"link": str(link.id), "organisation": link.partner, "shared": link.shared}
    body |= {"person": str(link.person)} if link.person else {}
    details = {"recipient": link.address} | ({"name": link.name} if link.name else {})
    return Draft(
        "link.issued",
        key=f"{link.id}/issued",
        body=body,
        details=details,
        shared_with=link.partner,  # others on the order do not learn who reads its mails
    )


def _newest() -> tuple[int, dict]:
    return settings_of(KEY).get(KEY, (0, {}))
