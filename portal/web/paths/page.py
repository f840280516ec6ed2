"""The page of real paths: the ways lines went, step by step against the template."""

from portal import desk
from portal.insight import paths
from portal.web import babel, words_steps
from portal.web.companies import settled, to_choose
from portal.web.guard import audience
from portal.web.pages import show
from portal.web.paths import asking, telling
from portal.web.paths.door import OWNERS, bp

SHOWN = 15  # ways; the others are told as one
BEHIND = "paths.see_lines"


@bp.get("/journeys")
@audience(*OWNERS)
def see():
    """How orders really went."""
    question = asking.question()
    if address := settled("supplier", question.partner, asking.fields()):
        return address
    asked = None if question.partner.unclear else question.asked
    return show(
        "paths/paths.html",
        journeys=asking.journeys(question.templates),
        journey=question.key,
        periods=asking.periods(),
        period=asking.period(),
        offered=[one.label for one in desk.offered()],
        partner=question.partner,
        choices=to_choose("supplier", question.partner, asking.fields()),
        clear=asking.address("paths.see", supplier=None),
        narrowed=bool(asking.fields()),
        **(_told(asked) if asked else {"seen": None}),
    )


def _told(asked: paths.Asked) -> dict:
    seen = paths.ways(asked)
    expected = {one.code for one in seen.steps}
    worths = {one.code: one for one in paths.worth_of(asked.kind, asked.template)}
    common, others = seen.ways[:SHOWN], _others(seen)
    return {
        "seen": seen,
        "tiles": _tiles(seen, asked),
        "ways": [_way(one, seen, asked) for one in common],
        "others": _figures(others, seen) if others.lines else None,
        "other_ways": len(seen.ways) - len(common),
        "steps": [_step(one, asked, worths.get(one.code)) for one in seen.steps],
        "besides": [
            {"name": words_steps.step(code, asked.kind), "worth": telling.worth(one)}
            for code, one in worths.items()
            if code not in expected
        ],
        "counted": seen.counted_at,
        "worked_out": max((one.computed_at for one in worths.values()), default=None),
    }


def _others(seen: paths.Seen) -> paths.Way:
    """Return the ways that are not shown, as one."""
    return paths.together([*seen.ways[SHOWN:], *([seen.rare] if seen.rare else [])])


def _tiles(seen: paths.Seen, asked: paths.Asked) -> list[dict]:
    share = seen.followed / seen.lines if seen.lines else None
    return telling.tiles(seen, share, asking.address(BEHIND))


def _way(one: paths.Way, seen: paths.Seen, asked: paths.Asked) -> dict:
    return {
        "stops": telling.stops(one.codes, asked.kind),
        "odd": telling.oddities(one.odd, asked.kind),
        "url": asking.address(BEHIND, way=one.variant),
        "late_url": asking.address(BEHIND, way=one.variant, late="1") if one.late else None,
        **_figures(one, seen),
    }


def _figures(one: paths.Way, seen: paths.Seen) -> dict:
    return {
        "lines": one.lines,
        "share": babel.percent(one.lines / seen.lines),
        "median": one.median,
        "late": one.late,
        "late_share": None if one.late_share is None else babel.percent(one.late_share),
    }


def _step(one: paths.StepSeen, asked: paths.Asked, worth) -> dict:
    counts = {mark: _count(one, mark, one.odd[mark]) for mark in paths.MARKS}
    return {
        "name": words_steps.step(one.code, asked.kind),
        "reported": _count(one, "", one.reported),
        "share": babel.percent(one.reported / one.lines) if one.lines else None,
        "worth": telling.worth(worth),
        **counts,
    }


def _count(one: paths.StepSeen, mark: str, n: int) -> dict:
    """Return a number and, unless it is none, the lines behind it."""
    url = asking.address(BEHIND, step=one.code, mark=mark or None) if n else None
    return {"n": n, "url": url}
