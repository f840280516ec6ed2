"""What needs attention: rules over journeys, the cases they open, and when to look again."""

from portal.watch.due import Due
from portal.watch.reading import CaseReading
from portal.watch.shadow import ShadowHit

__all__ = ["CaseReading", "Due", "ShadowHit"]
