"""How reads what is done with cases beyond talking: given, dated, shared, closed, contested."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from flask_babel import gettext as _

from portal.desk import CAUSES, PARTIES, cases
from portal.web import babel
from portal.web.names import Names
from portal.web.words_units import amount_of


def taken(facts: dict, names: Names) -> str:
    """Somebody has a case now."""
    body, who = facts["body"], names.who(facts["by"])
    if body.get("person") == facts["by"].get("person"):
        return _("%(who)s took the case", who=who)
    to = names.people.get(UUID(body["person"]), "")
    return _("%(who)s handed the case to %(to)s", who=who, to=to)


def assigned(facts: dict, names: Names) -> str:
    """A rule, or a person, gave it to a team or somebody in it."""
    body = facts["body"]
    team = body.get("team_name", "")
    to = names.people.get(UUID(body["person"]), "") if "person" in body else ""
    if "by_rule" in body and to:
        return _("Given to %(to)s by a rule of assignment (%(team)s)", to=to, team=team)
    if "by_rule" in body:
        return _("Given to the team %(team)s by a rule of assignment", team=team)
    if not team:
        return _("%(who)s gave the case back", who=names.who(facts["by"]))
    return _("%(who)s gave the case to the team %(team)s", who=names.who(facts["by"]), team=team)


def repeated(_facts: dict, _names: Names) -> str:
    """Its trouble was found once more."""
    return _("The trouble of the case was found once more")


def lifted(_facts: dict, _names: Names) -> str:
    """It is about more than it was opened for."""
    return _("The case is about the whole shipment now")


def joined(_facts: dict, _names: Names) -> str:
    """Another case is about its trouble too."""
    return _("The case went into the one about its shipment")


def dated(facts: dict, names: Names) -> str:
    """By when it should be over."""
    day = babel.day(date.fromisoformat(facts["body"]["day"]))
    return _("%(who)s expects it to be over by %(day)s", who=names.who(facts["by"]), day=day)


def linked(facts: dict, names: Names) -> str:
    """It has its cause in common with others."""
    values = {"who": names.who(facts["by"]), "name": facts["body"].get("name", "")}
    return _("%(who)s linked the case to a shared cause: %(name)s", **values)


def unlinked(facts: dict, names: Names) -> str:
    """It has not."""
    return _("%(who)s took the case out of its shared cause", who=names.who(facts["by"]))


def resolved(facts: dict, names: Names) -> str:
    """It is closed, with its cause."""
    values = {"who": names.who(facts["by"]), **_blame(facts["body"])}
    return _("%(who)s resolved the case: %(cause)s (%(whose)s)", **values)


def attributed(facts: dict, names: Names) -> str:
    """The partner hears that it was its part."""
    values = {"who": names.who(facts["by"]), **_blame(facts["body"])}
    return _("%(who)s put it down to %(whose)s: %(cause)s", **values)


def contested(facts: dict, names: Names) -> str:
    """It sees it otherwise."""
    return _("%(who)s contests that", who=names.who(facts["by"]))


def judged(facts: dict, names: Names) -> str:
    """What the owner says to that."""
    body, who = facts["body"], names.who(facts["by"])
    if body["verdict"] == "upheld":
        return _("%(who)s decided: it stays as it was", who=who)
    return _("%(who)s changed it: %(cause)s (%(whose)s)", who=who, **_blame(body))


def escalated(facts: dict, names: Names) -> str:
    """Nobody dealt with it in time."""
    told = names.called(facts["body"]["persons"])
    return _("Nobody dealt with it in time; told: %(people)s", people=told)


def acted(facts: dict, names: Names) -> str:
    """Something was done about it, from the case."""
    body = facts["body"]
    act = cases.ACTS.get(body["act"])
    what = _(act.done) if act else body["act"]
    more = ", ".join(_told(body))
    values = {"who": names.who(facts["by"]), "what": what, "more": more}
    return _("%(who)s: %(what)s (%(more)s)", **values) if more else _("%(who)s: %(what)s", **values)


def expedited(facts: dict, names: Names) -> str:
    """It is asked for sooner."""
    how = cases.FASTER.get(facts["body"]["how"], "")
    more = ", ".join([_(how) if how else "", *_told(facts["body"])])
    return _("%(who)s asked to expedite it: %(more)s", who=names.who(facts["by"]), more=more)


def covered(facts: dict, names: Names) -> str:
    """It is taken from elsewhere."""
    more = ", ".join(_told(facts["body"]))
    return _("%(who)s got it from elsewhere: %(more)s", who=names.who(facts["by"]), more=more)


def lent(facts: dict, names: Names) -> str:
    """Some of it goes to another order."""
    more = ", ".join(_told(facts["body"]))
    return _("%(who)s gives some of it to another order: %(more)s",
             who=names.who(facts["by"]), more=more)  # fmt: skip


def claimed(facts: dict, names: Names) -> str:
    """Something is claimed for it."""
    body = facts["body"]
    what = cases.CLAIMS.get(body["claim"], body["claim"])
    more = ", ".join([_(what), *_told(body)])
    return _("%(who)s claims: %(more)s", who=names.who(facts["by"]), more=more)


def redelivered(facts: dict, names: Names) -> str:
    """Another delivery is to be tried."""
    more = ", ".join(_told(facts["body"]))
    return _("%(who)s arranged another delivery: %(more)s",
             who=names.who(facts["by"]), more=more)  # fmt: skip


def _blame(body: dict) -> dict[str, str]:
    cause, whose = CAUSES.get(body.get("cause")), PARTIES.get(body.get("accountable"))
    return {"cause": _(cause.says) if cause else "", "whose": _(whose.says) if whose else ""}


def _told(body: dict) -> list[str]:
    """Return how much, how dear, by when and from where, as far as it was said."""
    found = []
    if "qty" in body:
        found.append(amount_of(Decimal(body["qty"]), body.get("uom", "")))
    if "amount" in body:
        found.append(babel.money(Decimal(body["amount"]), body["currency"]))
    if "day" in body:
        found.append(babel.day(date.fromisoformat(body["day"])))
    if "window" in body:
        found.append(body["window"])
    return [*found, *(body[name] for name in ("source", "number") if body.get(name))]


CASE_ACTS = {
    "case.taken": taken,
    "case.assigned": assigned,
    "case.repeated": repeated,
    "case.lifted": lifted,
    "case.joined": joined,
    "case.dated": dated,
    "case.linked": linked,
    "case.unlinked": unlinked,
    "case.resolved": resolved,
    "case.attributed": attributed,
    "case.contested": contested,
    "case.judged": judged,
    "case.acted": acted,
    "case.escalated": escalated,
    "expedite.requested": expedited,
    "cover.arranged": covered,
    "cover.given": lent,
    "claim.made": claimed,
    "redelivery.arranged": redelivered,
}
TONES_OF_CASES = {
    "case.attributed": "warn",
    "case.contested": "bad",
    "case.judged": "info",
    "case.escalated": "warn",
    "case.acted": "info",
    "expedite.requested": "warn",
    "claim.made": "bad",
    "redelivery.arranged": "info",
}
