"""When a schedule line will come: the claims side by side, ours with what it rests on."""

from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _

from portal.desk import Sheet
from portal.journey import Part
from portal.people import Actor
from portal.web import babel
from portal.web.words_outlook import (
    CLAIMS,
    base_words,
    chance_words,
    parts_words,
    record_words,
)
from portal.web.words_steps import quantity_in

WHAT = {"acknowledged": "confirmed"}


@dataclass(frozen=True)
class Foreseen:
    """What is shown of one open delivery. `band` is drawn: per cent of its width."""

    part: int
    day: date | None
    span: str
    claims: list[dict]
    words: list[str]
    parts: list[str]
    steps: list[tuple[str, str]]
    band: dict = field(default_factory=dict)
    as_of: str = ""


def foreseen(sheet: Sheet, by: Actor, part: Part, today: date) -> Foreseen | None:
    """Return what is expected of a delivery, for the owner's people; nothing once it came."""
    doc = sheet.outlooks.get((part.line, part.part))
    if doc is None or by.side != "owner":
        return None
    days = [date.fromisoformat(text) for text in doc["days"]]
    claims = _claims(sheet, part, doc, days)
    if not days:
        words = [
            _("Our forecast: not enough data. %(n)s finished orders are needed.", n=doc["needed"])
        ]
        return Foreseen(part.part, None, "", claims, words, [], [])
    return Foreseen(
        part=part.part,
        day=days[1],
        span=span(days),
        claims=claims,
        words=[base_words(doc), chance_words(doc)],
        parts=parts_words(doc),
        steps=[
            (
                quantity_in(sheet.journey, WHAT.get(name, name)),
                span(list(map(date.fromisoformat, said))),
            )
            for name, said in doc["miles"].items()
        ],
        band=_band(claims, days, today),
        as_of=babel.moment(datetime.fromisoformat(doc["as_of"])),
    )  # fmt: skip


def span(days: list[date]) -> str:
    """Return a median day with the days around it, in words."""
    low, middle, high = (babel.day(day) for day in days)
    return _("%(middle)s (%(low)s to %(high)s)", middle=middle, low=low, high=high)


def _claims(sheet: Sheet, part: Part, doc: dict, days: list[date]) -> list[dict]:
    """Return who names which day, and how right such days were in the past."""
    partner, owner = sheet.journey.partner, sheet.journey.owner
    others = [day for org, day in part.expected_by.items() if org not in (partner, owner)]
    named = {
        "asked": part.ask_day,
        "promised": part.first_day,
        "agreed": part.agreed_day,
        "supplier": part.expected_by.get(partner),
        "carrier": max(others, default=None),
        "ours": days[1] if days else None,
    }
    track = doc.get("track", {})
    return [
        {
            "name": name,
            "label": str(CLAIMS[name]),
            "day": day,
            "span": span(days) if name == "ours" else babel.day(day),
            "record": record_words(track.get(name)),
        }
        for name, day in named.items()
        if day
    ]


def _band(claims: list[dict], days: list[date], today: date) -> dict:
    """Return where everything stands between the first and the last day named, in per cent."""
    named = [*days, today, *(one["day"] for one in claims)]
    first, last = min(named), max(named)
    width = max((last - first).days, 1)

    def at(day: date) -> float:
        return round(2 + 96 * (day - first).days / width, 2)

    return {
        "low": at(days[0]),
        "middle": at(days[1]),
        "width": round(max(at(days[2]) - at(days[0]), 1), 2),
        "today": at(today),
        "marks": [(one["name"], at(one["day"])) for one in claims if one["name"] != "ours"],
        "words": "; ".join(f"{one['label']}: {one['span']}" for one in claims),
        "first": babel.day(first),
        "last": babel.day(last),
    }
