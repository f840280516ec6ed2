"""The list of lines: views, filters, pages."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _

from portal import desk
from portal.desk import LineRow, count_text
from portal.people import Actor
from portal.web.companies import settled, to_choose
from portal.web.guard import audience, viewer
from portal.web.lines.door import ANSWER, DECIDE, LOOK, bp
from portal.web.lines.filters import DAYS, SIZES, Asked, place_text, read, searched, tabs_for
from portal.web.lines.forms import ManyForm, prepared
from portal.web.lines.rows import row
from portal.web.lines.views import own_views
from portal.web.live import mark
from portal.web.orders.sight import today_of
from portal.web.pages import show
from portal.web.words_order import KINDS


@bp.get("")
@audience(*LOOK)
def list_lines():
    """Lines of all orders the viewer has a say in, the most pressing first."""
    asked = read(request.args, viewer().side)
    return settled("partner", asked.partner, asked.address()) or show_list(asked)


def show_list(asked: Asked, form: ManyForm | None = None, status: int = 200, **sent):
    """Return the page of the list.

    Args:
        form: what was said to the ticked lines, if it has to be said once more.
        sent: `ticked` and `typed` as they were sent, and the `trouble` with them.
    """
    by, asked = viewer(), searched(asked)
    if asked.partner.unclear:
        return _show(asked, by, [], status)
    page = desk.line_page(asked.wanted(by, today_of(by)), asked.after, asked.size)
    after = place_text(page.after)
    acting = _acting(asked, by, form) if page.rows else {}
    return _show(asked, by, page.rows, status, after, **acting, **sent)


def _acting(asked: Asked, by: Actor, form: ManyForm | None) -> dict:
    """Return what is needed to say something to the lines, if this viewer may."""
    if asked.done or by.role not in (*ANSWER, *DECIDE):
        return {}
    grid = asked.edit and by.role in ANSWER
    back = urlencode(asked.address(after=place_text(asked.after)))
    form = form or prepared(by, back=back, grid="1" if grid else "")
    return {"form": form, "grid": grid, "may_edit": by.role in ANSWER}


def _show(
    asked: Asked, by: Actor, found: Sequence[LineRow], status: int, after: str = "", **acting
):
    today, offered = today_of(by), desk.offered()
    names, splits = desk.names_of_others(found, offered), desk.splits_of(found)
    return show(
        "lines/lines.html",
        status=status,
        live=mark.of_list(by),
        asked=asked,
        tabs=_tabs(asked, by),
        own=own_views(asked, by),
        sheets=by.role in (*ANSWER, *DECIDE),
        rows=[row(one, by, today, names, splits.get(one.place, ())) for one in found],
        offered=[one.label for one in offered],
        choices=to_choose("partner", asked.partner, asked.address()),
        several=len(offered) > 1 or bool(asked.partner.typed),
        partner_label=_("Partner") if by.side == "owner" else _("Buyer"),
        kinds=[("", _("All")), *KINDS.items()],
        days=_days(asked),
        sizes=[(str(size), str(size)) for size in SIZES],
        sorts=[("pressing", _("Most pressing first")), ("last", _("Latest day first"))],
        older=url_for("lines.list_lines", **asked.address(after=after)) if after else None,
        newest=url_for("lines.list_lines", **asked.address()) if asked.after else None,
        **{"form": None, "grid": False, "ticked": (), "typed": {}, "trouble": "", **acting},
    )


def _days(asked: Asked) -> list[tuple[str, str]]:
    """Return by how many days the list may be narrowed."""
    if asked.done:
        within = [(str(n), _("in the last %(n)s days", n=n)) for n in (7, 30, 90, 365)]
    else:
        within = [(str(n), _("within %(n)s days", n=n) if n else _("until today")) for n in DAYS]
    return [("", _("in the last %(n)s days", n=90) if asked.done else _("Any day")), *within]


def _tabs(asked: Asked, by: Actor) -> list[dict]:
    """Return the views; each says how much is in it, up to a hundred."""
    today, tabs = today_of(by), tabs_for(by.side)
    counts = {}
    if not asked.partner.unclear:
        views = {one.name: asked.through(one).wanted(by, today) for one in tabs}
        counts = desk.line_counts(views)
    return [
        {
            "label": str(one.label),
            "url": url_for("lines.list_lines", **asked.through(one).address()),
            "current": one == asked.tab,
            "count": count_text(counts[one.name]) if one.name in counts else None,
        }
        for one in tabs
    ]
