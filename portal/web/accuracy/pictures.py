"""Two pictures of a look back, as numbers for their templates: chances kept, bands that held.

Both are drawn in a square of 100 by 100; the table beside each says the same in figures.
"""

from portal.insight import OTHERS, STAGE, STEPS, Look
from portal.web import babel
from portal.web.words_accuracy import stage

MEANT = 80  # per cent of deliveries that a band should hold
SMALLEST, LARGEST = 1.2, 2.6  # radius of a dot


def reliability(bins: list[list[float]]) -> list[dict]:
    """Return a dot for each bin of chances: said to the right, came upwards."""
    most = max((n for n, _said, _came in bins), default=1)
    return [
        {
            "x": round(100 * said, 1),
            "y": round(100 - 100 * came, 1),
            "r": round(SMALLEST + (LARGEST - SMALLEST) * (n / most) ** 0.5, 1),
            "n": n,
            "said": babel.percent(said),
            "came": babel.percent(came),
        }
        for n, said, came in bins
    ]


def coverage(look: Look) -> list[dict]:
    """Return a bar for each stage: the share of deliveries that came within the band."""
    groups = look.by.get(STAGE, {})
    known = [name for name in STEPS if "coverage" in groups.get(name, {})]
    found = [(stage(name), groups[name]) for name in known]
    if "coverage" in groups.get(OTHERS, {}):
        found.append(("…", groups[OTHERS]))
    return [
        {
            "label": label,
            "width": round(100 * doc["coverage"], 1),
            "text": babel.percent(doc["coverage"]),
            "off": abs(100 * doc["coverage"] - MEANT) > 10,
        }
        for label, doc in found
    ]
