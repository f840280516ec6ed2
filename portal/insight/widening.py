"""Bands of expected days, widened where the record of an order is doubtful. Pure.

On orders whose record had gaps or had fallen silent, the engine's bands held 60 to 75 of 100
deliveries where those of well told orders held 76 to 85 (Olist, BPI; a little less on SCMS).
Half as wide again at a confidence of 33 brought them back; the figure was learnt on the months
before each file's cut and held after it (`./run.sh goals trust`).
"""

import numpy as np

from portal.insight.confidence import FULL

Days = float | np.ndarray

SPREAD = 0.75  # how much wider a band gets between full confidence and none


def widened(p10: Days, p50: Days, p90: Days, confidence: Days) -> tuple[Days, ...]:
    """Return p10, p50, p90 (days from now) as wide as the confidence allows; never narrower.

    Args:
        confidence: 0 to 100, an array of them for arrays of days.
    """
    factor = 1 + SPREAD * (FULL - confidence) / FULL
    low = np.maximum(p50 - (p50 - p10) * factor, 0.0)
    return low, p50, p50 + (p90 - p50) * factor
