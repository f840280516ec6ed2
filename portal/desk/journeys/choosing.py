"""Which journey each new order follows, where its owner chose another than the usual one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from portal import ledger, people
from portal.desk import calendars
from portal.desk.journeys.choice import Choice, asked_of, fitting
from portal.desk.journeys.own import Own, newest, own_journeys
from portal.journey import (
    TEMPLATES,
    TRANSPORT_ONLY,
    WHOLE,
    WORKING,
    Calendar,
    Journey,
    Template,
    default_of,
    written_plan,
)
from portal.ledger import Draft

Read = tuple[UUID, Journey]


def chosen_for(choice: Choice, reads: Sequence[Read], day: date) -> dict[UUID, Draft]:
    """Return which journey each of these new orders is to follow, where it is not the usual one.

    At most three statements.

    Args:
        day: from which on days off matter.
    """
    own = own_journeys({rule.journey for rule in choice.rules if rule.journey not in TEMPLATES})
    groups = _groups(choice, reads)
    found: list[tuple[UUID, Journey, Template]] = []
    for order, read in reads:
        template = follows(choice, own, read, groups.get(read.partner, ""))
        if template != default_of(read.kind, read.named):
            found.append((order, read, template))
    made = _calendars(found)
    return {
        order: draft_of(template, calendar_for(template, read, made), day, "journey:begun")
        for order, read, template in found
    }


def follows(choice: Choice, own: dict[str, Own], read: Journey, group: str) -> Template:
    """Return the journey that rules give to an order, else what it names, else the usual one."""
    kinds = _kinds(choice, own)
    for number in fitting(choice, asked_of(read, group), kinds):
        rule = choice.rules[number]
        template = newest(rule.journey, own)
        return template.for_transport() if rule.scope == TRANSPORT_ONLY else template
    return default_of(read.kind, read.named)


def why_chosen(choice: Choice, own: dict[str, Own], read: Journey, group: str) -> list[int]:
    """Return the numbers of the rules that fit an order, from 0, the one that holds first."""
    return fitting(choice, asked_of(read, group), _kinds(choice, own))


def draft_of(
    template: Template, calendar: Calendar, day: date, key: str, channel: str = "system"
) -> Draft:
    """Return the draft that lets an order follow a journey, with all that it needs to be read."""
    body: dict = {"journey": template.name}
    if template.scope != WHOLE:
        body["scope"] = template.scope
    if template.name not in TEMPLATES:
        body["plan"] = written_plan(template)
    if _counts_days(template) and calendar != Calendar():
        off = sorted(one.isoformat() for one in calendar.off if one >= day)
        body["calendar"] = {"week": sorted(calendar.week), "off": off}
    return Draft("journey.chosen", key=key, channel=channel, body=body)


def _kinds(choice: Choice, own: dict[str, Own]) -> Mapping[str, str]:
    found = {rule.journey: newest(rule.journey, own) for rule in choice.rules}
    return {name: template.kind for name, template in found.items() if template}


def _groups(choice: Choice, reads: Sequence[Read]) -> dict[int, str]:
    if not any(rule.group for rule in choice.rules):
        return {}
    groups = people.groups_of({read.partner for _, read in reads})
    return {partner: str(group) for partner, (group, _name) in groups.items()}


def _counts_days(template: Template) -> bool:
    return any(step.count == WORKING for step in (*template.steps, *template.returns))


def sites_of(template: Template, reads: Sequence[Journey]) -> set[str]:
    """Return the places whose working days a journey needs to know; none if it counts no such."""
    return {_site(read) for read in reads} if _counts_days(template) else set()


def calendar_for(template: Template, read: Journey, made: calendars.Made) -> Calendar:
    """Return the working days that a journey's steps are counted in for an order."""
    if not _counts_days(template):
        return Calendar()
    return replace(calendars.at(_site(read), made), name="")


def _calendars(found: Sequence[tuple[UUID, Journey, Template]]) -> calendars.Made:
    sites = {site for _, read, template in found for site in sites_of(template, [read])}
    return ledger.settings_called(calendars.keys(sites)) if sites else {}


def _site(read: Journey) -> str:
    """Return the place an order goes to, as its first line names it, else the order."""
    first = next(iter(read.lines.values()), None)
    return (first.site.get("name") if first else "") or read.site
