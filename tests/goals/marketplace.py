"""Rows as the real file of a marketplace has them: read, invented, or as they were on a day."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

STEPS = ("approved", "dispatched", "delivered")
BEGIN = datetime(2025, 1, 6, 12, tzinfo=UTC)
DAYS = 300  # over which orders are invented


def rows_of(path: Path) -> list[dict]:
    """Read the real file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moment_of(text: str) -> datetime:
    """Return a moment of the file."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def until(rows: list[dict], day: date) -> list[dict]:
    """Return the rows as they were at the beginning of a day, in the file's own clock."""
    end = datetime(*day.timetuple()[:3], tzinfo=UTC) - timedelta(hours=3)  # São Paulo
    return [
        {**row, **{step: "" for step in STEPS if row[step] and moment_of(row[step]) >= end}}
        for row in rows
        if moment_of(row["purchased"]) < end
    ]


def invent(count: int, seed: int = 5) -> list[dict]:
    """Return orders of forty sellers; one in nine takes much longer than it was promised."""
    draw = np.random.default_rng(seed)
    found = []
    for n in range(count):
        placed = BEGIN + timedelta(days=DAYS * n / count, hours=float(draw.uniform(0, 9)))
        slow = draw.random() < 1 / 9
        sent = placed + timedelta(days=float(draw.uniform(1, 3)))
        came = sent + timedelta(days=float(draw.uniform(22, 40) if slow else draw.uniform(3, 12)))
        state = ("SP", "RJ", "BA", "RS")[n % 4]
        found.append(
            {
                "order_id": f"{n:032x}", "status": "delivered", "purchased": _text(placed),
                "approved": _text(placed + timedelta(hours=1)), "dispatched": _text(sent),
                "delivered": _text(came), "promised": f"{placed + timedelta(days=20):%Y-%m-%d}",
                "customer_state": state, "seller_id": f"s{n % 40}", "seller_state": "SP",
                "category": "toys", "n_items": "1.0", "n_sellers": "1.0", "price": "10.0",
                "freight": "2.0", "weight_g": "100.0", "volume_cm3": "100.0",
                "shipping_limit": _text(placed + timedelta(days=4)), "km": "100.0",
            }
        )  # fmt: skip
    return found


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
