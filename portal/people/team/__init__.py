"""A partner's own people: whom its manager invites, what each may do, who stands in for whom."""

from portal.people.absences import (
    Away,
    absences,
    add_absence,
    deputies,
    end_absence,
    in_place_of,
    standing_in,
)
from portal.people.team.mates import (
    Buyer,
    Mate,
    buyers,
    end_mate,
    give_rights,
    invite_mate,
    invited_mates,
    managers,
    mate,
    mates,
    readmit_mate,
)

__all__ = [
    "Away",
    "Buyer",
    "Mate",
    "absences",
    "add_absence",
    "buyers",
    "deputies",
    "end_absence",
    "end_mate",
    "give_rights",
    "in_place_of",
    "invite_mate",
    "invited_mates",
    "managers",
    "mate",
    "mates",
    "readmit_mate",
    "standing_in",
]
