"""The conversation of an order: what people wrote to each other, folded from its events. Pure.

message.posted   somebody wrote: to all, to one partner, or a note among one side's people
message.settled  whoever asked says that no answer is needed any more
case.asked       a question about a case      } the same conversation, so that there is
case.answered    its answer                   } one place to read and one list of what
case.commented   a note about a case          } waits for an answer

A thread is the order, one of its lines, or a case. The words stand beside the events.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from portal.ledger import Said

SPOKEN = frozenset({"message.posted", "case.asked", "case.answered", "case.commented"})
KINDS = SPOKEN | {"message.settled"}


@dataclass(frozen=True, slots=True)
class Thread:
    """What a message is about: the whole order, a line, or a case (on a line or not)."""

    line: int = 0
    case: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One thing somebody wrote.

    `asked` is the organisation an answer is expected of, 0 where none is. `answered` is the
    event that answered or settled it; `settled` says that it was the asker's word alone.
    `via` is by which link, and under which name there, somebody without an account wrote.
    """

    ident: str
    seq: int
    at: datetime
    kind: str
    org: int
    person: UUID | None
    thread: Thread
    only_for: int = 0
    shared_with: int = 0
    asked: int = 0
    answers: str = ""
    answered: str = ""
    answered_at: datetime | None = None
    settled: bool = False
    mentions: tuple[UUID, ...] = ()
    documents: tuple[str, ...] = ()
    channel: str = "web"
    via: tuple[tuple[str, str], ...] = ()

    @property
    def waits(self) -> bool:
        """Return whether an answer is still expected."""
        return bool(self.asked) and not self.answered

    def read_by(self, org: int, owner: int) -> bool:
        """Say whether an organisation that takes part may read it, as the walls do."""
        if self.only_for:
            return self.only_for == org
        return not self.shared_with or org in (owner, self.shared_with)


@dataclass(slots=True)
class Talk:
    """All posts, oldest first, by the event that each is."""

    owner: int = 0
    partner: int = 0
    parties: frozenset[int] = frozenset()
    posts: dict[str, Post] = field(default_factory=dict)
    spoke: dict[tuple[UUID, int], int] = field(default_factory=dict)

    def thread_of(self, case: str) -> list[Post]:
        """Return what was written about a case, oldest first."""
        return [post for post in self.posts.values() if post.thread.case == case]

    def known_to(self, org: int) -> dict[UUID, int]:
        """Return who said something this organisation may read, and for whom they said it."""
        return {
            person: of
            for (person, shared_with), of in self.spoke.items()
            if not shared_with or org in (self.owner, shared_with)
        }

    def asked_about(self, case: str) -> Post | None:
        """Return the newest question about a case, answered or not."""
        asked = (one for one in reversed(self.posts.values()) if one.kind == "case.asked")
        return next((one for one in asked if one.thread.case == case), None)


def talk(said: Iterable[Said]) -> Talk:
    """Return the conversation that these events of one order tell.

    `spoke` names who said something that others may know of, with whom it was shared (0: with
    all), and for which organisation they spoke.
    """
    found = Talk()
    for event in sorted(said, key=lambda one: one.seq):
        facts = event.facts
        if facts["kind"] == "order.placed" and not found.owner:
            _introduce(found, facts)
        if "person" in facts["by"] and "only_for" not in facts:
            named = UUID(facts["by"]["person"]), facts.get("shared_with", 0)
            found.spoke[named] = facts["by"]["org"]
        if facts["kind"] in SPOKEN:
            _speak(found, event)
        elif facts["kind"] == "message.settled":
            _answered(found, facts["body"]["answers"], event, settled=True)
    return found


def _introduce(found: Talk, facts: dict) -> None:
    body = facts["body"]
    found.owner, found.partner = facts["by"]["org"], body.get("partner", 0)
    named = {party["org"] for party in body.get("parties", ())}
    found.parties = frozenset({found.owner, found.partner, *named} - {0})


def _speak(found: Talk, event: Said) -> None:
    post = _post(event)
    if post.kind == "case.answered":
        asked = found.asked_about(post.thread.case)
        post = replace(post, answers=asked.ident if asked else "")
    elif post.kind == "case.asked":
        before = found.asked_about(post.thread.case)
        if before and before.waits:  # asked once more: the newer question stands
            _answered(found, before.ident, event, settled=True)
        post = replace(post, asked=event.facts["body"].get("to", 0))
    elif event.facts.get("body", {}).get("question"):
        post = replace(post, asked=_asked(found, post))
    if post.answers:
        _answered(found, post.answers, event)
    found.posts[post.ident] = post


def _post(event: Said) -> Post:
    facts = event.facts
    by, body = facts["by"], facts.get("body", {})
    return Post(
        ident=event.ident,
        seq=event.seq,
        at=event.at,
        kind=facts["kind"],
        org=by["org"],
        person=UUID(by["person"]) if "person" in by else None,
        thread=Thread(facts.get("line", 0), body.get("case", "")),
        only_for=facts.get("only_for", 0),
        shared_with=facts.get("shared_with", 0),
        answers=body.get("answers", ""),
        mentions=tuple(UUID(one) for one in body.get("mentions", ())),
        documents=tuple(body.get("documents", ())),
        channel=facts.get("channel", "web"),
        via=tuple(
            (name, by[name]) for name in ("auth", "link", "seat") if "link" in by and name in by
        ),
    )


def _asked(found: Talk, post: Post) -> int:
    """Return of whom an answer is expected: the other side of who asks."""
    if post.org != found.owner:
        return found.owner
    return post.shared_with or found.partner


def _answered(found: Talk, ident: str, event: Said, settled: bool = False) -> None:
    """Mark a question as answered; the first answer counts, and only of who was asked."""
    asked = found.posts.get(ident)
    if asked is None or not asked.waits:
        return
    entitled = asked.org if settled else asked.asked
    if event.facts["by"]["org"] != entitled:
        return
    found.posts[ident] = replace(asked, answered=event.ident, answered_at=event.at, settled=settled)
