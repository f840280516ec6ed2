"""What a case climbs if nobody acts: shown before it happens."""

from portal import desk, ledger, watch
from portal.desk import Dossier
from portal.web import babel, words_ladder


def ahead(dossier: Dossier) -> list[dict]:
    """Return the rungs that are still ahead of a case, with when, who and unless what."""
    case, journey = dossier.case, dossier.sheet.journey
    if not case.live:
        return []
    wanted = {watch.LADDER, *desk.calendars.keys([journey.site])}
    docs = ledger.settings_called(wanted)
    ladder = watch.read_ladder(docs.get(watch.LADDER, (0, {}))[1])
    calendar = desk.calendars.at(journey.site, docs)
    return [
        {
            "when": babel.moment(at),
            "iso": babel.iso(at),
            "whom": words_ladder.whom(rung, dossier.sheet.people.get(rung.person, "")),
            "unless": words_ladder.unless(rung),
        }
        for at, rung in ladder.ahead(case, calendar)
    ]
