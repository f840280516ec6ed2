"""The real files as orders, and invented ones of any number."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from portal.insight import Orders, orders

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def day(text: str) -> float:
    """Return a moment as days, nan for none."""
    if not text:
        return np.nan
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() / 86400


def _columns(rows: list[dict], *names: str) -> np.ndarray:
    return np.array([[day(row[name]) for name in names] for row in rows])


def _figures(rows: list[dict], *names: str) -> np.ndarray:
    return np.array([[float(row[name] or 0) for name in names] for row in rows])


def _rows(name: str) -> list[dict]:
    with open(DATA / name, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def olist() -> Orders:
    """Sales orders with a promise. Never delivered ones stay open and are not judged."""
    rows = _rows("olist.csv")
    return orders(
        _columns(rows, "purchased", "approved", "dispatched", "delivered"),
        _columns(rows, "promised")[:, 0],
        {
            "supplier": [row["seller_id"] for row in rows],
            "lane": [f"{row['seller_state']} {row['customer_state']}" for row in rows],
            "mode": [row["category"] for row in rows],
        },
        _figures(rows, "n_items")[:, 0],
        extra=_figures(rows, "km", "freight", "weight_g"),
    )


def scms() -> Orders:
    """Purchase orders that were sent to a vendor. Their "scheduled" day is no promise."""
    rows = [row for row in _rows("scms.csv") if row["po_sent"]]
    at = _columns(rows, "po_sent", "delivered")
    known = _columns(rows, "po_sent", "recorded")
    return orders(
        at,
        np.full(len(rows), np.nan),
        {
            "supplier": [row["vendor"] for row in rows],
            "lane": [row["country"] for row in rows],
            "mode": [row["mode"] for row in rows],
        },
        _figures(rows, "qty")[:, 0],
        known=known,
        extra=_figures(rows, "value"),
    )


def bpi() -> Orders:
    """Items of purchase orders, from their creation to the first goods receipt."""
    rows = _rows("bpi2019_items.csv")
    return orders(
        _columns(rows, "t0", "first_goods_receipt"),
        np.full(len(rows), np.nan),
        {
            "supplier": [row["Vendor"] for row in rows],
            "lane": [row["Sub spend area text"] for row in rows],
            "mode": [row["Item Type"] for row in rows],
        },
        _figures(rows, "n_items_po")[:, 0],
        extra=_figures(rows, "value"),
    )


def invented(count: int, seed: int = 3, years: float = 2.0) -> Orders:
    """Orders of 60 suppliers on 25 lanes: skewed times, a promise that one in six misses."""
    draw = np.random.default_rng(seed)
    supplier, lane = draw.integers(60, size=count), draw.integers(25, size=count)
    slow = 0.4 * draw.standard_normal(60)[supplier] + 0.4 * draw.standard_normal(25)[lane]
    start = np.sort(draw.uniform(0, 365 * years, count))
    made = draw.lognormal(0.8 + slow / 2, 0.5)
    moved = draw.lognormal(1.8 + slow, 0.4)
    at = np.column_stack([start, start + made, start + made + moved])
    promise = np.floor(start + np.exp(0.9 + slow / 2) + 1.5 * np.exp(1.8 + slow * 0.7))
    return orders(
        at,
        promise,
        {
            "supplier": [f"s{n}" for n in supplier],
            "lane": [f"l{n}" for n in lane],
            "mode": [("road", "sea")[n % 2] for n in lane],
        },
        draw.integers(1, 500, count).astype(float),
        known=at + draw.exponential(0.05, at.shape),
    )
