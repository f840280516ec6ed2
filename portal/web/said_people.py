"""How it reads who works on an order: who looks after it, and who comes by a link."""

from flask_babel import gettext as _

from portal.web.names import Names


def link_issued(facts: dict, names: Names) -> str:
    """A mailbox was given a link."""
    values = {"address": names.voices.address(facts["body"]) or _("a mailbox")}
    if "person" not in facts["by"]:
        return _("A link to the order was sent to %(address)s", **values)
    return _("%(who)s sent a link to %(address)s", who=names.who(facts["by"]), **values)


def link_opened(facts: dict, names: Names) -> str:
    """Somebody sat down at a link."""
    return _("%(who)s opened the order", who=names.who(facts["by"]))


def link_revoked(facts: dict, names: Names) -> str:
    """A link was taken back."""
    address = names.voices.address(facts["body"]) or _("a mailbox")
    who = names.who(facts["by"])
    return _("%(who)s took the link sent to %(address)s back", who=who, address=address)


def assigned(facts: dict, names: Names) -> str:
    """Who of the partner looks after the order."""
    body, who = facts["body"], names.who(facts["by"])
    given, ended = (names.called(body.get(name, ())) for name in ("given", "ended"))
    if given and ended:
        return _("%(who)s: %(given)s in place of %(ended)s", who=who, given=given, ended=ended)
    if given:
        return _("%(who)s: looked after by %(given)s", who=who, given=given)
    return _("%(who)s: no longer looked after by %(ended)s", who=who, ended=ended)
