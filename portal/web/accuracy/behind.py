"""A group of forecasts: how right they were, what was said of which order, and what came."""

from uuid import UUID

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import insight, people
from portal.insight import (
    ALL,
    GIVEN,
    LANE,
    ONLY,
    OTHERS,
    STAGE,
    SUPPLIER,
    AccuracySaid,
    Behind,
    Look,
)
from portal.web import babel
from portal.web.accuracy import figures, pictures
from portal.web.accuracy.door import READERS, Opening, asked, bp, fields
from portal.web.guard import audience
from portal.web.pages import show
from portal.web.words_accuracy import only as called_only
from portal.web.words_accuracy import source, stage

PAGE = 50
BY = (ALL, STAGE, SUPPLIER, LANE)


@bp.get("/accuracy/forecasts")
@audience(*READERS)
def see_behind():
    """The forecasts behind a figure, the newest deliveries first."""
    look, by = asked(), request.args.get("by", ALL)
    if look is None or by not in BY:
        abort(404)
    name, label, partner = _group(by, request.args.get("name", OTHERS))
    which = _which(by, name)
    doc, count = look.group(by, name) or {}, insight.many_behind(look, which)
    after = request.args.get("after", type=int)
    found = insight.said_behind(look, which, after, PAGE) if count else []
    there, partners = (
        Opening(look, by, name, partner),
        people.called({one.partner for one, _n in found}),
    )
    return show(
        "accuracy/behind.html",
        label=label,
        source=source(look.source),
        period=ngettext("the last %(num)d day", "the last %(num)d days", look.days),
        orders=ngettext("%(num)d order", "%(num)d orders", doc.get("orders", 0)),
        rows=[_row(one, number, partners, _seen_then(look)) for one, number in found],
        some=_some(look, which, there),
        back=url_for("accuracy.see", **fields(look)),
        newest=_again(there, which) if after is not None else None,
        older=_again(there, which, after=found[-1][0].n) if len(found) == PAGE else None,
        **_figures(doc, there, after is None and not which.only and which.bin is None),
    )


def _figures(doc: dict, there: Opening, whole: bool) -> dict:
    """Return how right a group was; nothing where only some of it is shown, or too little."""
    if not whole or "mae" not in doc:
        return {"enough": "mae" in doc, "tiles": [], "late": None, "dots": []}
    late = figures.late(doc, there)
    dots = pictures.reliability(late["bins"], there) if late else []
    return {"enough": True, "tiles": figures.tiles(doc, there), "late": late, "dots": dots}


def _group(by: str, name: str) -> tuple[str, str, people.Partner | None]:
    """Return a group as it is kept, what it is called, and the partner an address named."""
    if by == ALL:
        return ALL, _("all forecasts"), None
    if by == SUPPLIER and name != OTHERS:
        try:
            partner = people.partner_at(UUID(name))
        except ValueError:
            abort(404)
        return str(partner.org), partner.name, partner
    return name, figures.called(by, name), None


def _which(by: str, name: str) -> Behind:
    only = request.args.get("only", "")
    if only and only not in ONLY:
        abort(404)
    return Behind(by, name, only, request.args.get("bin", type=int))


def _some(look: Look, which: Behind, there: Opening) -> list[dict]:
    """Return what else of the group can be shown, with how many there are of each."""
    found = [
        {"label": called_only(one), "count": figures.number(many), "url": there(one),
         "current": one == which.only and which.bin is None}
        for one in ("", *ONLY)
        if (many := insight.many_behind(look, Behind(which.cut, which.name, one)))
    ]  # fmt: skip
    if which.bin is not None and (many := insight.many_behind(look, which)):
        bin_ = look.group(which.cut, which.name)["late"]["bins"][which.bin]
        said = _("Chance around %(said)s", said=babel.percent(bin_["said"]))
        found.append({"label": said, "count": figures.number(many),
                      "url": there(bin=which.bin), "current": True})  # fmt: skip
    return found


def _again(there: Opening, which: Behind, **more) -> str | None:
    return there(which.only, bin=which.bin, **more)


def _seen_then(look: Look) -> bool:
    """Say whether orders can be shown as of a forecast; loaded history was not here by then."""
    return look.source == GIVEN


def _row(one: AccuracySaid, number: str, partners: dict[int, str], then: bool) -> dict:
    as_of = babel.iso(one.at) if then else None
    return {
        "url": url_for("orders.see", order=one.order, as_of=as_of),
        "number": number,
        "line": one.line,
        "partner": partners.get(one.partner, ""),
        "at": babel.moment(one.at),
        "stage": stage(one.stage),
        "expected": babel.day(one.p50),
        "band": _("%(low)s to %(high)s", low=babel.day(one.p10), high=babel.day(one.p90)),
        "inside": one.p10 <= one.came <= one.p90,
        "promise": babel.day(one.promise) if one.promise else None,
        "lane": babel.day(one.lane_day) if one.lane_day else None,
        "chance": babel.percent(one.chance) if one.judged else None,
        "came": babel.day(one.came),
        "off": _off(one.off),
    }


def _off(days: int) -> str:
    if days > 0:
        return ngettext("%(num)d day later", "%(num)d days later", days)
    if days < 0:
        return ngettext("%(num)d day earlier", "%(num)d days earlier", -days)
    return _("to the day")
