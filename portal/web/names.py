"""What events name only by number, in words: companies, people, lines, documents."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _

from portal.ledger import Voices


@dataclass(frozen=True)
class Names:
    """What events only name by number: companies, people, lines, documents.

    `about` is what is said instead of a line, where a sentence speaks of several; `steps` are
    milestones that their owner gave a name.
    """

    orgs: dict[int, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    about: str = ""
    steps: dict[str, str] = field(default_factory=dict)
    voices: Voices = field(default_factory=Voices)

    def person(self, by: dict) -> str:
        """Return the name of the person who said it; by a link, at least the mailbox."""
        known = self.people.get(UUID(by["person"])) if "person" in by else None
        return known or self.voices.name(by) or self.voices.address(by)

    def via(self, by: dict) -> str:
        """Return by which link it was said; "" if it was not by one."""
        if by.get("auth") != "link":
            return ""
        if address := self.voices.address(by):
            return _("via link sent to %(address)s", address=address)
        return _("via link")

    def who(self, by: dict) -> str:
        """Return who said it: the person with the company, or the company; and for whom."""
        said = self._speaker(by)
        if by.get("for"):
            return _("%(who)s for %(org)s", who=said, org=self.orgs.get(by["for"], ""))
        return said

    def _speaker(self, by: dict) -> str:
        org, person = self.orgs.get(by["org"], ""), self.person(by)
        if not person:
            return org or _("Somebody")
        return _("%(person)s (%(org)s)", person=person, org=org) if org else person

    def called(self, persons: Iterable[str]) -> str:
        """Return the names of people, "Somebody" for those who are erased."""
        return ", ".join(self.people.get(UUID(one)) or _("Somebody") for one in persons)

    def line(self, number: int) -> str:
        """Return what a line is called, such as "line 10"."""
        return self.about or _("line %(no)s", no=self.lines.get(number, str(number)))
