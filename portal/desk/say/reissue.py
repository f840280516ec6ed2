"""The next revision of an order: its terms, and the drawings and specifications that go with it.

The change is said first, the papers after it in the same act: what was shown before keeps the
papers it had, and the document of the next revision has the new ones. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from portal.desk.say import checks
from portal.desk.say.change import change_terms
from portal.desk.say.correct import void
from portal.desk.say.paper import attach
from portal.errors import N_, NotUnderstood
from portal.journey import Journey
from portal.ledger import Doc, Draft, Said
from portal.people import Actor

ASKED_WITH = ("drawing", "specification")  # papers that are part of what is asked for


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A drawing or specification that comes in; `line` 0 is the whole order."""

    type: str
    line: int
    file: Doc
    document: UUID


@dataclass(frozen=True, slots=True)
class Reissue:
    """What is different in the next revision. `gone` are the events that attached a paper."""

    terms: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] | None = None
    new: Sequence[NewPaper] = ()
    gone: Sequence[Said] = ()
    text: str = ""


def reissue(journey: Journey, by: Actor, key: str, stamp: str, wanted: Reissue) -> list[Draft]:
    """“This is the order from now on.” Papers of one line ask only for that line anew.

    Raises:
        Conflict: a colleague made a revision since the page was shown, or took the paper out.
        NotUnderstood: nothing is different; a paper of another type; no word on what is gone.
    """
    for one in wanted.new:
        if one.type not in ASKED_WITH:
            raise NotUnderstood(N_("Say what kind of document it is."), field="type")
    if wanted.gone and not wanted.text.strip():
        raise NotUnderstood(N_("Say why it is no longer part of the order."), field="text")
    papers = [_row(str(one.document), one.type, one.line) for one in wanted.new]
    papers += [_of(one) | {"gone": True} for one in wanted.gone]
    checks.check_owner(by)
    drafts = change_terms(
        journey, by, key, stamp, wanted.terms, wanted.text, wanted.place, tuple(papers)
    )
    for n, one in enumerate(wanted.new, start=1):
        drafts += attach(journey, by, f"{key}.new{n}", one.type, one.file, one.document, one.line)
    for n, said in enumerate(wanted.gone, start=1):
        drafts += void(journey, by, f"{key}.gone{n}", said, wanted.text)
    return drafts


def _of(said: Said) -> dict:
    body = said.facts["body"]
    return _row(body["document"], body["type"], said.facts.get("line", 0))


def _row(document: str, type_: str, line: int) -> dict:
    return {"document": document, "type": type_} | ({"line": line} if line else {})
