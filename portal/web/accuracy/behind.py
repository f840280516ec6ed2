"""The forecasts behind a figure: what was said of which order, and what came."""

from uuid import UUID

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import insight, people
from portal.insight import LANE, LATE, OTHERS, STAGE, SUPPLIER, AccuracySaid, Look
from portal.web import babel
from portal.web.accuracy.door import READERS, asked, bp, fields
from portal.web.guard import audience
from portal.web.pages import show
from portal.web.words_accuracy import source, stage

PAGE = 50
BY = ("all", STAGE, SUPPLIER, LANE, LATE)


@bp.get("/accuracy/forecasts")
@audience(*READERS)
def see_behind():
    """The forecasts behind a figure, the newest deliveries first."""
    look, by = asked(), request.args.get("by", "all")
    if look is None or by not in BY:
        abort(404)
    name, label = _group(by, request.args.get("name", OTHERS))
    after = request.args.get("after", type=int)
    found = insight.said_behind(look, by, name, after, PAGE)
    doc = _doc(look, by, name)
    same = fields(look, by=by, name=request.args.get("name"))
    partners = people.called({one.partner for one, _number in found})
    return show(
        "accuracy/behind.html",
        label=label,
        source=source(look.source),
        period=ngettext("the last %(num)d day", "the last %(num)d days", look.days),
        count=ngettext("%(num)d forecast", "%(num)d forecasts", doc.get("n", 0)),
        orders=ngettext("of %(num)d order", "of %(num)d orders", doc["orders"])
        if "orders" in doc
        else "",
        rows=[_row(one, number, partners) for one, number in found],
        back=url_for("accuracy.see", **fields(look)),
        newest=url_for("accuracy.see_behind", **same) if after is not None else None,
        older=_older(found, same),
    )


def _doc(look: Look, by: str, name: str) -> dict:
    """Return the figures of a group, as they were counted when we looked back."""
    if by == LATE:
        return look.all.get("late") or {}
    return look.by.get(by, {}).get("all" if by == "all" else name, {})


def _group(by: str, name: str) -> tuple[str, str]:
    """Return a group as it is kept, and what it is called; a partner is named by its ref."""
    if by == "all":
        return "", _("all forecasts")
    if by == LATE:
        return "", _("chances of being late")
    if name == OTHERS:
        return name, _("fewer than 10 orders each, together")
    if by == SUPPLIER:
        try:
            partner = people.partner_at(UUID(name))
        except ValueError:
            abort(404)
        return str(partner.org), partner.name
    return name, stage(name) if by == STAGE else name.replace(">", " → ")


def _older(found: list[tuple[AccuracySaid, str]], same: dict) -> str | None:
    if len(found) < PAGE:
        return None
    return url_for("accuracy.see_behind", **same, after=found[-1][0].n)


def _row(one: AccuracySaid, number: str, partners: dict[int, str]) -> dict:
    return {
        "url": url_for("orders.see", order=one.order, as_of=babel.iso(one.at)),
        "number": number,
        "line": one.line,
        "partner": partners.get(one.partner, ""),
        "at": babel.moment(one.at),
        "stage": stage(one.stage),
        "expected": babel.day(one.p50),
        "band": _("%(low)s to %(high)s", low=babel.day(one.p10), high=babel.day(one.p90)),
        "inside": one.p10 <= one.came <= one.p90,
        "promise": babel.day(one.promise) if one.promise else None,
        "chance": babel.percent(one.chance) if one.chance is not None else None,
        "came": babel.day(one.came),
        "off": _off(one.off),
    }


def _off(days: int) -> str:
    if days > 0:
        return ngettext("%(num)d day later", "%(num)d days later", days)
    if days < 0:
        return ngettext("%(num)d day earlier", "%(num)d days earlier", -days)
    return _("to the day")
