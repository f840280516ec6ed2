"""Whether somebody may say something in a stream, and whether it is all there. Pure."""

from portal.errors import N_, NotAllowed, NotUnderstood
from portal.ledger.draft import Draft
from portal.ledger.held import Held
from portal.ledger.vocabulary import KINDS, RIGHTS


def checked(draft: Draft, by, held: Held) -> Draft:
    """Return a draft that this actor may say in this stream.

    Raises:
        NotUnderstood: no such kind here, or a field it needs is missing.
        NotAllowed: this side, or this person, may not say this.
    """
    kind = KINDS.get(draft.kind)
    if kind is None or held.kind not in kind.streams:
        raise NotUnderstood(N_("“%(kind)s” cannot be said here."), kind=draft.kind)
    if not kind.may_be_said(by.side, bool(draft.on_behalf)):
        raise NotAllowed(N_("Your organisation may not report this."))
    _check_right(draft, by, held)
    for name in kind.needs:
        if not (name in draft.body or getattr(draft, name, None)):
            raise NotUnderstood(N_("“%(name)s” is missing."), name=name, field=name)
    return draft


def _check_right(draft: Draft, by, held: Held) -> None:
    """Refuse what a partner's person was not given the right to do with this owner's orders."""
    if by.org == held.owner:  # in one's own house there is nothing to be given
        return
    rights, said = by.with_(held.owner), draft.kind
    if draft.kind == "event.voided":  # whoever may not say it may not take it back
        told = {one.ident: one.facts["kind"] for one in held.history}
        said = told.get(draft.corrects["ident"], said)
    allowed = rights.may(RIGHTS.get(said, ""))
    if draft.kind == "document.attached":
        allowed = rights.attaches(draft.body.get("type", ""))
    if not allowed:
        raise NotAllowed(N_("You were not given the right to do this. Ask your administrator."))
