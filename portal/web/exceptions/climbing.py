"""What a case climbs if nobody acts: shown before it happens."""

from portal import desk, ledger, watch
from portal.desk import Dossier, cases
from portal.web import babel, words_ladder


def ahead(dossier: Dossier) -> list[dict]:
    """Return the rungs that are still ahead of a case: when, whom, unless what.

    A rung at which nobody would be found says so: who keeps the teams can still mend it.
    """
    case, journey = dossier.case, dossier.sheet.journey
    if not case.live:
        return []
    wanted = {watch.LADDER, cases.TEAMS, *desk.calendars.keys([journey.site])}
    docs = ledger.settings_called(wanted)
    ladder = watch.read_ladder(docs.get(watch.LADDER, (0, {}))[1])
    teams = cases.read_assignment(*docs.get(cases.TEAMS, (0, {})))
    return [
        {
            "when": babel.moment(at),
            "iso": babel.iso(at),
            "whom": words_ladder.whom(rung, dossier.sheet.people.get(rung.person, "")),
            "unless": words_ladder.unless(rung),
            "nobody": not cases.told_at(rung, case, teams, {}),
        }
        for at, rung in ladder.ahead(case, desk.calendars.at(journey.site, docs))
    ]
