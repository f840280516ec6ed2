"""A form that is open on an order's page, and the link that asked for it."""

from dataclasses import dataclass, field

from portal.web.forms import PortalForm


@dataclass
class Act:
    """One open form. `about` holds what its template shows beside the fields."""

    name: str
    form: PortalForm
    about: dict = field(default_factory=dict)
    compare: list[dict] = field(default_factory=list)

    @property
    def called(self) -> str:
        """Return what the link to it asks for: a halt goes by its verb, with its line if any."""
        verb, line = self.about.get("verb", ""), self.about.get("line")
        return (f"{verb}-{line.line}" if line else verb) if verb else self.name

    @property
    def template(self) -> str:
        """Return the part that draws it."""
        return f"orders/_{self.name}.html"


@dataclass(frozen=True)
class Asked:
    """What a link asks to open."""

    do: str
    line: int = 0
    what: str = ""
