"""Cases with what only their order knows: what is at stake, and with whom it was placed. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from portal.journey import Journey
from portal.watch.case import Case
from portal.watch.stake import NOTHING, stake_of


def weighed(cases: Iterable[Case], journey: Journey) -> tuple[Case, ...]:
    """Return these cases of one order, weighed; of those that are closed nothing is at stake."""
    return tuple(
        replace(
            case,
            partner=journey.partner,
            stake=stake_of(case, journey) if case.live else NOTHING,
        )
        for case in cases
    )
