"""Telling something of a case, then showing it; or the page again, with what is wrong."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import flash
from flask_babel import gettext as _

from portal import desk, flow
from portal.errors import N_, Conflict, NotAllowed, NotFound, NotUnderstood
from portal.journey import Journey
from portal.ledger import Draft
from portal.watch import OPEN, Case
from portal.web.exceptions import forms
from portal.web.exceptions.page import case_page
from portal.web.guard import viewer
from portal.web.pages import done, say

Act = Callable[[Case, Journey, tuple[Case, ...]], Sequence[Draft]]
ALWAYS = frozenset({"note"})  # may be said whatever others did meanwhile


class Taken(Conflict):
    """A colleague has this case since the page was shown; `person` is who."""

    def __init__(self, person: UUID) -> None:
        super().__init__(N_("A colleague took this exception a moment ago."))
        self.person = person


def tell_case(case: UUID, name: str, form: forms.CaseForm, act: Act, well: str):
    """Tell it, then show the case; or the page again, with what is wrong beside the form."""
    order = desk.stream_of_case(case)
    if not form.validate():
        return case_page(case, 422, (name, form))

    def _said(journey: Journey, cases: tuple[Case, ...]) -> Sequence[Draft]:
        current = desk.case_among(cases, case)
        check_fresh(current, form.seen.data or "", name)
        return act(current, journey, cases)

    try:
        flow.tell(order, _said, viewer(), flow.Form(form.key.data, digest(case, name, form)))
    except Conflict as error:
        return case_page(case, 409, (name, form), conflict_words(error))
    except NotFound:
        raise
    except (NotUnderstood, NotAllowed) as error:
        form.refuse(error)
        return case_page(case, 422, (name, form))
    flash(well, "ok")
    return done("exceptions.see_case", case=case)


def check_fresh(case: Case, seen: str, name: str) -> None:
    """Refuse to act on what was not seen; a note may always be added.

    Raises:
        Conflict: somebody else did something with the case since the page was shown; of
            two who want it, the second is told who has it.
    """
    if name in ALWAYS or seen == str(case.moves):
        return
    if name == "take" and case.person and case.state != OPEN and case.person != viewer().id:
        raise Taken(case.person)
    raise Conflict(
        N_(
            "Somebody worked on this exception a moment ago. See below what changed, "
            "then decide again."
        )
    )


def conflict_words(error: Conflict) -> str:
    """Return what stands against it; if a colleague has the case, with the name."""
    if isinstance(error, Taken):
        who = desk.people_called([error.person]).get(error.person, "")
        return _("%(who)s took this exception a moment ago and has it now.", who=who)
    return say(error)


def digest(case: UUID, name: str, form: forms.CaseForm) -> bytes:
    """Return the digest of what was typed: the same form sent twice is one act."""
    typed = {
        key: str(value) for key, value in form.data.items() if key not in ("csrf_token", "files")
    }
    return desk.digest_of(f"{case}/{name}/{sorted(typed.items())}".encode())
