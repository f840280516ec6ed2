"""What makes an order's record doubtful, how many points of 100 that takes, and why so many.

To add a doubt, add a line here, find it in `confidence` (flags of a journey are found by their
name) and say it in `web/words_trust`. `points` are lost where all of the order is concerned;
what concerns a part of it takes a part of them. `by` says who can mend it: a side, `speaker`
(whoever said the doubtful word) or `next` (whose step is awaited).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """One doubt: its points, who can mend it, and the reason for the figure."""

    name: str
    points: float
    by: str
    why: str


WEIGHTS: dict[str, Weight] = {
    one.name: one
    for one in (
        Weight("missing", 18, "next", "a due step nobody reported: it may or may not have been"),
        Weight("inferred", 9, "next", "happened for certain, but nobody knows when: half of that"),
        Weight("silent", 25, "next", "the longer the silence, the further off forecasts are"),
        Weight("estimate_passed", 15, "next", "the last word has been proved wrong by the days"),
        Weight("estimates_disagree", 10, "next", "two sources expect it days apart"),
        Weight("no_day", 5, "owner", "no day was asked for or agreed: nothing can be compared"),
        Weight("unreached", 8, "owner", "the partner may not know of the order"),
        Weight("sources_disagree", 15, "speaker", "one of two reports is wrong"),
        Weight("future_actual", 12, "speaker", "a step that cannot have happened is held back"),
        Weight("unit_mismatch", 10, "speaker", "a quantity that is not counted"),
        Weight("out_of_order", 8, "speaker", "a day or a step is wrong"),
        Weight("line_unknown", 6, "speaker", "something happened to goods we cannot name"),
        Weight("parts_differ", 6, "owner", "the deliveries asked for are not the line"),
        Weight("over_quantity", 5, "speaker", "more than ordered: counted twice, or too much"),
        Weight("reported_late", 5, "speaker", "what is true now may be told in days"),
        Weight("old_revision", 4, "speaker", "the partner looked at an older version"),
        Weight("return_unknown", 4, "speaker", "goods go back that nobody asked for"),
        Weight("zone_unknown", 3, "speaker", "hours off, a day at most"),
        Weight("while_blocked", 3, "speaker", "the partner did not know of the halt"),
        Weight("line_ended", 3, "speaker", "the partner did not know of the end"),
        Weight("over_cancelled", 3, "owner", "the cancellation asks for more than there is"),
        Weight("correction_refused", 2, "speaker", "somebody sees it otherwise and may not say so"),
    )
}
