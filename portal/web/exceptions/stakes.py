"""What is at stake in a case: days, quantity, money, what it endangers."""

from flask_babel import gettext as _
from flask_babel import ngettext

from portal import watch
from portal.desk import Dossier, cases
from portal.journey import Journey
from portal.people import Actor
from portal.watch import Case
from portal.web import babel
from portal.web.orders.sight import priced, today_of
from portal.web.words_units import amount_of


def shown(dossier: Dossier, by: Actor) -> list[dict]:
    """Return how big it is, as facts; what is not known is left out."""
    one, journey = dossier.case, dossier.sheet.journey
    stake = watch.stake_of(one, journey)
    found = [_days(one, journey, by)]
    if stake.qty:
        found.append({"label": _("Still to come"), "value": amount_of(stake.qty, stake.uom)})
    if priced(by, journey.partner, journey.owner):
        found.append(_money(stake))
    found += [{"label": _("Endangers"), "value": text} for text in _endangered(stake, one, journey)]
    return [fact for fact in found if fact]


def _days(one: Case, journey: Journey, by: Actor) -> dict | None:
    part = cases.part_of(one, journey)
    if part is None or part.late_from is None or not part.open:
        return None
    days = (today_of(by) - part.late_from).days + 1
    if days <= 0:
        return {"label": _("Late from"), "value": babel.day(part.late_from)}
    return {"label": _("Late"), "value": ngettext("%(num)d day", "%(num)d days", days)}


def _money(stake: watch.Stake) -> dict:
    if stake.amount is None:
        return {"label": _("Value of the goods"), "value": _("no price is known")}
    return {"label": _("Value of the goods"), "value": babel.money(stake.amount, stake.currency)}


def _endangered(stake: watch.Stake, one: Case, journey: Journey) -> list[str]:
    found = []
    if "need" in stake.endangers:
        lines = [journey.lines[one.line]] if one.line in journey.lines else journey.lines.values()
        needs = sorted((need.day, need.n, line.uom) for line in lines for need in line.needs)
        found += [
            _("%(amount)s needed by %(day)s", amount=amount_of(n, uom), day=babel.day(day))
            for day, n, uom in needs
        ]
    if "customer" in stake.endangers:
        found.append(_("The customer waits for it"))
    if "visit" in stake.endangers:
        start = min(visit.window.start for visit in journey.visits if visit.open)
        found.append(_("The visit of %(moment)s", moment=babel.moment(start)))
    return found
