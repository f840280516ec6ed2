"""How it reads what was changed in the house, and which values of a setting are new."""

from collections.abc import Callable, Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.evidence import Happened
from portal.web import words
from portal.web.names import Names

# A filter → what it is called, and the kinds of events it shows.
KINDS = {
    "settings": (_l("Settings"), ("setting.made",)),
    "accounts": (_l("Accounts"), ("account.changed", "person.invited", "person.joined")),
    "rights": (_l("Rights"), ("role.given", "role.ended")),
    "grants": (_l("Grants"), ("grant.given", "grant.revoked")),
    "keys": (_l("Keys"), ("key.made", "key.revoked")),
    "partners": (
        _l("Partners"),
        (
            "organisation.added",
            "group.named",
            "group.ended",
            "partner.grouped",
            "contact.changed",
            "names.erased",
        ),
    ),
    "causes": (
        _l("Shared causes"),
        ("cause.named", "cause.noted", "cause.ended", "cause.reopened"),
    ),
    "mails": (_l("Mails"), ("mail.resent",)),
    "evidence": (_l("Evidence"), ("pack.issued", "access.digest")),
}
# How a setting's key begins → what it is called.
SETTINGS = {
    "links": _l("Links"),
    "journey": _l("Journeys"),
    "calendar": _l("Calendars"),
    "documents": _l("Papers"),
    "numbering": _l("Numbers of packages"),
    "tolerance": _l("Tolerances"),
    "watch.rules": _l("Rules"),
    "watch.ladder": _l("Escalation"),
    "desk.teams": _l("Teams"),
    "watch.spare": _l("Not measured"),
    "terms": _l("Terms"),
}
FIELDS = {
    "on": _l("Switched on"),
    "idle_days": _l("Days until a link ends"),
    "code_from": _l("Code for orders from"),
    "currency": _l("Currency"),
}
LONGEST = 120  # characters of a value that are shown


def sentence(one: Happened, names: Names) -> str:
    """Return what was done, in words; who did it stands beside."""
    say = SENTENCES.get(one.kind)
    return say(one.body, names) if say else one.kind


def changes(one: Happened) -> list[dict]:
    """Return the values of a setting that are other than before, by name."""
    if one.before is None:
        return []
    old, new = dict(_flat(one.before)), dict(_flat(one.body.get("doc", {})))
    return [
        {"name": _field(name), "old": _value(old.get(name)), "new": _value(new.get(name))}
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def _flat(doc: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(doc, Mapping):
        for name, value in doc.items():
            yield from _flat(value, f"{path} · {name}" if path else str(name))
    elif isinstance(doc, list) and any(isinstance(one, Mapping) for one in doc):
        for n, value in enumerate(doc, start=1):
            yield from _flat(value, f"{path} {n}")
    else:
        yield path, doc


def _field(name: str) -> str:
    return str(FIELDS.get(name) or name.replace("_", " "))


def _value(value: object) -> str:
    if value is None or value == [] or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _setting(body: Mapping, _names: Names) -> str:
    start = next((one for one in SETTINGS if body["key"].startswith(one)), "")
    what = str(SETTINGS[start]) if start else body["key"]
    rest = body["key"].removeprefix(start).strip(":.").replace(":", ", ")
    name = f"{what} ({rest})" if start and rest else what
    return _("%(what)s: version %(version)s", what=name, version=body["version"])


def _person(body: Mapping, names: Names) -> str:
    return names.called([body["person"]]) if "person" in body else _("Somebody")


def _org(body: Mapping, names: Names) -> str:
    return names.orgs.get(body.get("organisation", 0), "")


def _grant(body: Mapping, names: Names) -> str:
    ends = body.get("expires", "")[:10]
    return _("Let %(who)s look until %(day)s", who=_person(body, names), day=ends)


def _key(body: Mapping, _names: Names) -> str:
    may = (str(words.KEY_SCOPES.get(one, one)) for one in body["scopes"])
    return _("Made a key: %(may)s", may=", ".join(may))


def _role(body: Mapping, names: Names) -> str:
    values = {"who": _person(body, names), "role": words.role(body["role"])}
    return _("%(who)s is now: %(role)s, %(org)s", org=_org(body, names), **values)


def _account(body: Mapping, _names: Names) -> str:
    what = body["what"] if isinstance(body["what"], list) else [body["what"]]
    return _("Changed their own account: %(what)s", what=", ".join(_account_field(o) for o in what))


def _account_field(name: str) -> str:
    return str(ACCOUNT.get(name, name.replace("_", " ")))


ACCOUNT = {
    "name": _l("name"),
    "email": _l("mail address"),
    "password": _l("password"),
    "locale": _l("language"),
    "zone": _l("time zone"),
    "absence": _l("absence"),
    "browsers": _l("other browsers signed out"),
    "mails": _l("mails"),
}

SENTENCES: dict[str, Callable[[Mapping, Names], str]] = {
    "setting.made": _setting,
    "account.changed": _account,
    "person.invited": lambda body, names: _(
        "Invited somebody as %(role)s of %(org)s",
        role=words.role(body.get("role", "")),
        org=_org(body, names),
    ),
    "person.joined": lambda body, names: _("%(who)s joined", who=_person(body, names)),
    "role.given": _role,
    "role.ended": lambda body, names: _("%(who)s has no access now", who=_person(body, names)),
    "grant.given": _grant,
    "grant.revoked": lambda _body, _names: _("Took a grant back"),
    "key.made": _key,
    "key.revoked": lambda _body, _names: _("Took a key back"),
    "organisation.added": lambda body, names: _(
        "Added the partner %(org)s", org=body.get("name") or _org(body, names)
    ),
    "group.named": lambda body, _names: _("Named the group %(name)s", name=body["name"]),
    "group.ended": lambda _body, _names: _("Ended a group"),
    "partner.grouped": lambda body, names: (
        _("Put %(org)s into a group", org=_org(body, names))
        if body.get("group")
        else _("Took %(org)s out of its group", org=_org(body, names))
    ),
    "names.erased": lambda _body, _names: _("Erased the name of a technician"),
    "contact.changed": lambda _body, _names: _("Changed contacts of partners"),
    "cause.named": lambda body, _names: _("Named the shared cause %(name)s", name=body["name"]),
    "cause.noted": lambda body, _names: _(
        "Wrote about the shared cause %(name)s", name=body.get("name", "")
    ),
    "cause.ended": lambda body, _names: _(
        "Closed the shared cause %(name)s", name=body.get("name", "")
    ),
    "cause.reopened": lambda body, _names: _(
        "Opened the shared cause %(name)s again", name=body.get("name", "")
    ),
    "mail.resent": lambda body, _names: ngettext(
        "Sent %(num)s mail again that was given up",
        "Sent %(num)s mails again that were given up",
        int(body["mails"]),
    ),
    "pack.issued": lambda _body, _names: _("Issued an evidence pack"),
    "access.digest": lambda body, _names: _("Sealed the access log of %(day)s", day=body["day"]),
}
