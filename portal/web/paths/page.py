"""The page of real paths: the ways lines went, step by step against the template."""

from portal import desk
from portal.insight import paths
from portal.web.companies import settled, to_choose
from portal.web.guard import audience, viewer
from portal.web.pages import show
from portal.web.paths import asking, telling
from portal.web.paths.advice import advice, editor, spare_of
from portal.web.paths.asking import Question
from portal.web.paths.door import READERS, SHOWN, bp

BEHIND = "paths.see_lines"


@bp.get("/journeys")
@audience(*READERS)
def see():
    """How orders really went."""
    question = asking.question()
    if address := settled("supplier", question.partner, asking.fields()):
        return address
    known = question.asked and not question.partner.unclear
    return show(
        "paths/paths.html",
        journeys=asking.offered(question),
        journey=question.key,
        periods=asking.periods(),
        period=asking.period(),
        offered=[] if question.partner.one else [one.label for one in desk.offered()],
        partner=question.partner,
        choices=to_choose("supplier", question.partner, asking.fields()),
        clear=asking.address("paths.see", supplier=None),
        narrowed=bool(asking.fields()),
        **(_told(question) if known else {"seen": None}),
    )


def _told(asked: Question) -> dict:
    seen = paths.ways(asked.asked)
    common, others = seen.ways[:SHOWN], _others(seen)
    weighed = [one.worth for one in seen.steps if one.worth]
    spare = spare_of(seen.steps)
    return {
        "seen": seen,
        "tiles": telling.tiles(seen, lambda **more: asking.address(BEHIND, **more)),
        "ways": [_way(one, seen, asked) for one in common],
        "others": _figures(others, seen, "others") if others.lines else None,
        "steps": [_step(one, asked) for one in seen.steps if not one.besides],
        "besides": [_step(one, asked) for one in seen.steps if one.besides and one.worth],
        "counted": seen.counted_at,
        "weighed": max(weighed, key=lambda one: one.computed_at, default=None),
        "advice": advice(seen.steps, asked.step),
        "spare": spare,
        "editor": editor(asked, spare) if viewer().role == "admin" else None,
    }


def _others(seen: paths.Seen) -> paths.Way:
    """Return the ways that are not shown, as one."""
    return paths.together([*seen.ways[SHOWN:], *([seen.rare] if seen.rare else [])])


def _way(one: paths.Way, seen: paths.Seen, asked: Question) -> dict:
    return {
        "stops": telling.stops(one.codes, asked.step),
        "odd": telling.oddities(one.odd, asked.step),
        **_figures(one, seen, one.variant),
    }


def _figures(one: paths.Way, seen: paths.Seen, way: str) -> dict:
    return {
        "url": asking.address(BEHIND, way=way),
        "lines": one.lines,
        "share": telling.share(one.lines, seen.lines),
        "median": one.median if one.lines >= paths.ENOUGH else None,
        "late_share": telling.share(one.late, one.judged),
        "late_url": asking.address(BEHIND, way=way, late="1") if one.late else None,
    }


def _step(one: paths.StepSeen, asked: Question) -> dict:
    counts = {mark: _count(one, mark, one.odd[mark]) for mark in paths.MARKS}
    return {
        "name": asked.step(one.code),
        "reported": _count(one, "", one.reported),
        "share": telling.share(one.reported, one.lines) if one.lines >= paths.ENOUGH else None,
        "worth": telling.worth(one.worth, reported=bool(one.reported)),
        **counts,
    }


def _count(one: paths.StepSeen, mark: str, n: int) -> dict:
    """Return a number and, unless it is none, the lines behind it."""
    url = asking.address(BEHIND, step=one.code, mark=mark or None) if n else None
    return {"n": n, "url": url}
