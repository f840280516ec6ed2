"""Two pictures of a look back, as numbers for their templates: chances kept, bands that held.

Both are drawn in a square of 100 by 100; the table beside each says the same in figures.
"""

from portal.insight import OTHERS, STAGE, STEPS, Look
from portal.web import babel
from portal.web.accuracy.door import Opening
from portal.web.words_accuracy import stage

MEANT = 80  # per cent of deliveries that a band should hold
SMALLEST, LARGEST = 1.2, 2.6  # radius of a dot


def reliability(bins: list[dict], there: Opening) -> list[dict]:
    """Return a dot for each bin of chances: said to the right, came upwards."""
    most = max((one["n"] for one in bins), default=1)
    return [
        {
            "x": round(100 * one["said"], 1),
            "y": round(100 - 100 * one["came"], 1),
            "r": round(SMALLEST + (LARGEST - SMALLEST) * (one["n"] / most) ** 0.5, 1),
            "n": one["n"],
            "said": babel.percent(one["said"]),
            "came": babel.percent(one["came"]),
            "url": there(bin=nth),
        }
        for nth, one in enumerate(bins)
    ]


def coverage(look: Look) -> list[dict]:
    """Return a bar for each stage: the share of deliveries that came within the band."""
    groups = look.by.get(STAGE, {})
    known = [name for name in STEPS if "coverage" in groups.get(name, {})]
    found = [(stage(name), name) for name in known]
    if "coverage" in groups.get(OTHERS, {}):
        found.append(("…", OTHERS))
    return [
        {
            "label": label,
            "width": round(100 * groups[name]["coverage"], 1),
            "text": babel.percent(groups[name]["coverage"]),
            "off": abs(100 * groups[name]["coverage"] - MEANT) > 10,
            "url": Opening(look, STAGE, name)("held"),
        }
        for label, name in found
    ]
