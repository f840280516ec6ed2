"""The lines behind a number of the page of paths, a page of them at a time."""

from uuid import UUID

from flask import request

from portal import desk
from portal.errors import N_, NotFound
from portal.insight import paths
from portal.web import babel
from portal.web.guard import audience
from portal.web.pages import show
from portal.web.paths import asking, telling
from portal.web.paths.asking import Question
from portal.web.paths.door import READERS, SHOWN, bp

PAGE = 50
OF_LINES = ("way", "step", "mark", "late", "followed")
OTHERS = "others"


@bp.get("/journeys/lines")
@audience(*READERS)
def see_lines():
    """The lines behind a number."""
    question = asking.question()
    if question.asked is None or question.partner.unclear:
        raise NotFound(N_("There is no such journey."))
    asked, wanted = question.asked, _wanted(question.asked)
    rows = paths.lines_behind(asked, wanted, _place(request.args.get("after", "")), PAGE + 1)
    shown = rows[:PAGE]
    partners = desk.names_of_others((path for path, _number in shown), ())
    here = {name: request.args[name] for name in OF_LINES if request.args.get(name)}
    older = _text(shown[-1][0]) if len(rows) > PAGE else None
    return show(
        "paths/lines.html",
        rows=[_row(path, number, partners, question) for path, number in shown],
        about=_about(question, wanted),
        stops=telling.stops(shown[0][0].codes.split(), question.step)
        if wanted.variant and shown
        else (),
        back=asking.address("paths.see"),
        older=asking.address("paths.see_lines", **here, after=older) if older else None,
        newest=asking.address("paths.see_lines", **here) if request.args.get("after") else None,
    )


def _wanted(asked: paths.Asked) -> paths.Wanted:
    given, mark = request.args, request.args.get("mark", "")
    way = given.get("way", "")
    common = paths.ways(asked).ways[:SHOWN] if way == OTHERS else ()
    return paths.Wanted(
        "" if way == OTHERS else way,
        given.get("step", ""),
        mark if mark in paths.MARKS and given.get("step") else "",
        bool(given.get("late")),
        bool(given.get("followed")),
        tuple(one.variant for one in common),
    )


def _about(asked: Question, wanted: paths.Wanted) -> list[str]:
    """Return in words what the lines have in common."""
    told = [asking.title(asked, asked.asked.template)]
    if wanted.followed or wanted.besides:
        told.append(telling.followed(bool(wanted.besides)))
    if wanted.code:
        step = asked.step(wanted.code)
        told.append(f"{step}: {telling.mark(wanted.mark)}" if wanted.mark else step)
    if wanted.late:
        told.append(telling.came_late())
    return told


def _row(path: paths.LinePath, number: str, partners: dict[int, str], asked: Question) -> dict:
    return {
        "order": path.order,
        "number": number,
        "line": path.line,
        "partner": partners.get(path.partner, ""),
        "month": babel.month(path.month),
        "days": path.days,
        "late": path.late,
        "stops": telling.stops(path.codes.split(), asked.step),
    }


def _text(path: paths.LinePath) -> str:
    return f"{path.month}_{path.order.hex}_{path.line}"


def _place(text: str) -> paths.Place | None:
    """Return where the page starts; an address somebody changed by hand starts at the top."""
    try:
        month, order, line = text.split("_")
        return month, UUID(order), int(line)
    except ValueError:
        return None
