"""The administrator's supplier groups: which partners are treated alike."""

from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import desk, people
from portal.errors import N_, Conflict, NotUnderstood, PortalError
from portal.ledger import Draft
from portal.web.admin.door import bp, once
from portal.web.admin.forms import ConfirmForm, GroupForm, MemberForm
from portal.web.admin.paging import PAGE, asked
from portal.web.admin.tolerances import ended
from portal.web.companies import Choice, chosen
from portal.web.guard import audience
from portal.web.pages import done, show


@bp.get("/groups")
@audience("admin")
def list_groups():
    """Our supplier groups, by name, and a form for another."""
    return _list(GroupForm(formdata=None))


@bp.post("/groups")
@audience("admin")
def make_group():
    """We treat some suppliers alike from now on."""
    form = GroupForm()
    if not form.validate():
        return _list(form, 422)
    try:
        made = once(form, lambda: _made(form))
    except PortalError as error:
        form.refuse(error)
        return _list(form, error.status)
    if made is None:
        return done("admin.list_groups")
    flash(_("The group %(name)s is there. Now add suppliers.", name=form.name.data), "ok")
    return done("admin.see_group", group=made)


@bp.get("/groups/<uuid:group>")
@audience("admin")
def see_group(group: UUID):
    """One group: who is in it."""
    return _page(group)


@bp.post("/groups/<uuid:group>/name")
@audience("admin")
def name_group(group: UUID):
    """It is called otherwise."""
    people.group(group)
    form = GroupForm()
    if not form.validate():
        return _page(group, naming=form, status=422)
    try:
        once(form, lambda: _renamed(group, form))
    except PortalError as error:
        form.refuse(error)
        return _page(group, naming=form, status=error.status)
    flash(_("The group is called %(name)s now.", name=form.name.data), "ok")
    return done("admin.see_group", group=group)


@bp.post("/groups/<uuid:group>/members")
@audience("admin")
def add_member(group: UUID):
    """Another supplier belongs to it."""
    people.group(group)
    form = MemberForm()
    choice = chosen(form.partner.data)
    if not form.validate():
        return _page(group, adding=form, choice=choice, status=422)
    try:
        once(form, lambda: _put(_meant(choice), group, form.key.data))
    except PortalError as error:
        form.refuse(error)
        return _page(group, adding=form, choice=choice, status=error.status)
    flash(_("%(name)s is in this group now.", name=choice.one.name), "ok")
    return done("admin.see_group", group=group)


@bp.post("/groups/<uuid:group>/members/<uuid:org>/remove")
@audience("admin")
def remove_member(group: UUID, org: UUID):
    """A supplier belongs to it no more."""
    people.group(group)
    partner, form = people.partner_at(org), ConfirmForm()
    once(form, lambda: _left(partner.org, group, form.key.data))
    flash(_("%(name)s is in no group now.", name=partner.name), "ok")
    return done("admin.see_group", group=group)


@bp.get("/groups/<uuid:group>/end")
@audience("admin")
def ask_end_group(group: UUID):
    """Really?"""
    found = people.group(group)
    return show("admin/group_end.html", group=found, form=ConfirmForm(formdata=None))


@bp.post("/groups/<uuid:group>/end")
@audience("admin")
def end_group(group: UUID):
    """Nobody is treated as this group any more."""
    found, form = people.group(group), ConfirmForm()
    name = found.name
    once(form, lambda: _ended(group, form.key.data))
    flash(_("The group %(name)s is gone. Its suppliers are in no group now.", name=name), "ok")
    return done("admin.list_groups")


def _made(form: GroupForm) -> tuple[UUID, list[Draft]]:
    made = people.make_group(form.name.data)
    return made.id, [_named(made, form.key.data)]


def _renamed(group: UUID, form: GroupForm) -> tuple[UUID, list[Draft]]:
    return group, [_named(people.rename_group(group, form.name.data), form.key.data)]


def _named(group: people.Group, key: str) -> Draft:
    return Draft("group.named", key=key, body={"group": str(group.id), "name": group.name})


def _ended(group: UUID, key: str) -> tuple[UUID, list[Draft]]:
    left = people.end_group(group)
    gone = Draft("group.ended", key=key, body={"group": str(group), "partners": left})
    return group, [gone, *ended("group", str(group))]


def _meant(choice: Choice) -> int:
    """Return who was typed.

    Raises:
        NotUnderstood: nobody, or nobody for certain.
    """
    if choice.one is None:
        why = N_("Give the name or number of the supplier.")
        raise NotUnderstood(choice.trouble or why, field="partner")
    return choice.org


def _put(partner: int, group: UUID, key: str) -> tuple[int, list[Draft]]:
    if not people.put_in_group(partner, group):
        raise Conflict(N_("This supplier is in the group already."), field="partner")
    body = {"organisation": partner, "group": str(group)}
    return partner, [Draft("partner.grouped", key=key, body=body)]


def _left(partner: int, group: UUID, key: str) -> tuple[int, list[Draft]]:
    """Take a supplier out, unless a colleague has put it somewhere else meanwhile."""
    if people.group_of(partner) != group:
        return partner, []
    people.put_in_group(partner, None)
    return partner, [Draft("partner.grouped", key=key, body={"organisation": partner})]


def _list(form: GroupForm, status: int = 200):
    return show("admin/groups.html", status=status, form=form, groups=people.groups())


def _page(
    group: UUID,
    naming: GroupForm | None = None,
    adding: MemberForm | None = None,
    choice: Choice | None = None,
    status: int = 200,
):
    part, found = asked("admin.see_group"), people.group(group)
    members, many = people.partners_page(part.words, part.start, PAGE, group)
    return show(
        "admin/group.html",
        status=status,
        group=found,
        members=members,
        many=many,
        words=part.words,
        pages=part.pages(many),
        naming=naming or GroupForm(formdata=None, name=found.name),
        adding=adding or MemberForm(formdata=None),
        near=choice.near if choice and choice.unclear else (),
        offered=[one.label for one in desk.offered()],
    )
