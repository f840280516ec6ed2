"""The page of how right we were: of forecasts against what came, and of the rules."""

from flask import request, url_for
from flask_babel import ngettext

from portal import insight, people
from portal.insight import PERIODS, SUPPLIER, Look
from portal.web import babel
from portal.web.accuracy import figures, pictures
from portal.web.accuracy.door import READERS, Opening, asked, bp, fields
from portal.web.guard import audience
from portal.web.pages import show
from portal.web.words_accuracy import source
from portal.web.words_order import kind


@bp.get("/accuracy")
@audience(*READERS)
def see():
    """How right our forecasts were, and the rules, over a period."""
    look = asked()
    if look is None:
        return show("accuracy/accuracy.html", look=None)
    doc = look.all
    enough = "mae" in doc
    partners = people.partners_called(int(n) for n in look.by.get(SUPPLIER, {}) if n)
    there = Opening(look)
    late = figures.late(doc, there) if enough else None
    return show(
        "accuracy/accuracy.html",
        look=look,
        made=babel.moment(look.made_at),
        tabs=_tabs(look),
        kinds=_kinds(look),
        sources=_sources(look),
        source=source(look.source),
        orders=doc.get("orders", 0),
        least=insight.LEAST,
        n=figures.number(doc.get("n", 0)),
        enough=enough,
        tiles=figures.tiles(doc, there) if enough else [],
        cuts=figures.cuts(look, partners, request.args.get("whole", "")) if enough else [],
        late=late,
        dots=pictures.reliability(late["bins"], there) if late else [],
        bars=pictures.coverage(look) if enough else [],
        alarms=figures.alarms(look),
        judged_rules=figures.judged_rules(look),
    )


def _tabs(look: Look) -> list[dict]:
    return [
        {
            "label": ngettext("%(num)d day", "%(num)d days", days),
            "url": _address(look, days=days),
            "current": days == look.days,
        }
        for days in PERIODS
    ]


def _kinds(look: Look) -> list[dict]:
    return [
        {"label": kind(name), "url": _address(look, kind=name, source=None),
         "current": name == look.kind}
        for name in look.kinds
    ]  # fmt: skip


def _sources(look: Look) -> list[dict]:
    return [
        {"label": source(name)[0], "url": _address(look, source=name),
         "current": name == look.source}
        for name in look.sources
    ]  # fmt: skip


def _address(look: Look, **changed) -> str:
    return url_for("accuracy.see", **fields(look, **changed))
