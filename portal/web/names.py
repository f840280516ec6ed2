"""What events name only by number, in words: companies, people, lines, documents."""

from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _


@dataclass(frozen=True)
class Names:
    """What events only name by number: companies, people, lines, documents.

    `about` is what is said instead of a line, where a sentence speaks of several.
    """

    orgs: dict[int, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    about: str = ""

    def who(self, by: dict) -> str:
        """Return who said it: the person with the company, or the company; and for whom."""
        said = self._speaker(by)
        if by.get("for"):
            return _("%(who)s for %(org)s", who=said, org=self.orgs.get(by["for"], ""))
        return said

    def _speaker(self, by: dict) -> str:
        org = self.orgs.get(by["org"], "")
        person = self.people.get(UUID(by["person"])) if "person" in by else None
        if not person:
            return org or _("Somebody")
        return _("%(person)s (%(org)s)", person=person, org=org) if org else person

    def line(self, number: int) -> str:
        """Return what a line is called, such as "line 10"."""
        return self.about or _("line %(no)s", no=self.lines.get(number, str(number)))
