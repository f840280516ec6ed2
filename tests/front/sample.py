"""Sample values for the styleguide: one order as a page would pass it to the macros."""

from decimal import Decimal


def quantities(*reached: str) -> list[dict]:
    """Return quantities by milestone, from the first milestone to the last."""
    names = ("Confirmed", "Produced", "Dispatched", "Delivered", "Received")
    pairs = zip(names, reached, strict=True)
    return [{"label": n, "quantity": Decimal(q), "text": q} for n, q in pairs]


def picture(*places, apart=()) -> dict:
    """Return how many are where, as `macros/where.html` draws it."""
    named = [{"label": a, "text": b, "colour": c, "url": "#w"} for a, b, c, _x, _width in places]
    beside = [{"label": apart[0], "text": apart[1], "url": "#w"}] if apart else []
    bars = [(c, f"{x:.2f}", f"{width:.2f}") for _a, _b, c, x, width in places]
    return {"whole": "100 pcs", "named": named, "apart": beside, "bars": bars}


def order(number, supplier, state, tone, due, note, note_tone, reached, value) -> dict:
    """Return one row of a list of orders."""
    return {
        "number": number,
        "supplier": supplier,
        "state": state,
        "tone": tone,
        "due": due,
        "iso": "2026-11-26",
        "note": note,
        "note_tone": note_tone,
        "reached": quantities(*reached),
        "value": value,
    }


def step(label, state, text=None, note=None) -> dict:
    """Return one step of a journey."""
    return {"label": label, "state": state, "text": text, "note": note}


def tile(label, value, tone="neutral", note=None) -> dict:
    """Return one key figure."""
    return {"label": label, "value": value, "url": "#rows", "tone": tone, "note": note}


STEPS = [
    step("Ordered", "done", "12 Nov"),
    step("Confirmed", "done", "13 Nov"),
    step("Produced", "inferred", None, "not reported"),
    step("Dispatched", "part", "60 of 100", "22 Nov"),
    step("Customs", "skipped"),
    step("Delivered", "late", "due 21 Nov", "2 days late"),
    step("Received", "todo", "due 23 Nov"),
]

SAMPLE = {
    "number": "PO-2026-004217",
    "supplier": "Nordwind Metallbau GmbH",
    "tags": [{"text": "Part delivered", "tone": "warn"}, {"text": "2 days late", "tone": "bad"}],
    "accepted": [{"text": "accepted", "tone": "ok"}],
    "back": {"url": "#orders", "label": "Orders"},
    "crumbs": [{"url": "#o", "label": "Orders"}, {"url": "#n", "label": "Nordwind"}],
    "tiles": [
        tile("To acknowledge", 12, "warn", "3 of them today"),
        tile("Late", 4, "bad", "oldest 9 days"),
        tile("Due this week", 38, "info"),
        tile("On time, in full", "91 %", "ok", "of 212 deliveries"),
        tile("Answer time", None, "neutral", "not enough data"),
    ],
    "facts": [
        {"label": "Ordered", "value": "12 Nov 2026"},
        {"label": "Requested", "value": "24 Nov 2026"},
        {"label": "Promised", "value": "26 Nov 2026", "note": "first promised 24 Nov 2026"},
        {"label": "Expected", "value": "28–30 Nov 2026", "tone": "bad", "note": "4 days late"},
        {"label": "Total", "value": "€ 48,312.60", "url": "#lines"},
        {"label": "Buyer", "value": "J. Okafor"},
        {"label": "Terms", "value": "DAP Hamburg"},
        {"label": "Container", "value": None},
    ],
    "steps": STEPS,
    "long_steps": [
        *STEPS[:4],
        step("Exported", "now", "due 24 Nov"),
        step("Departed", "todo"),
        step("Arrived in port", "todo"),
        step("Customs cleared", "todo"),
        step("Delivered", "todo"),
        step("Received", "todo", "due 21 Dec"),
    ],
    "tabs": [
        {"label": "To acknowledge", "url": "#a", "count": 12, "current": True},
        {"label": "Due", "url": "#d", "count": 38},
        {"label": "Late", "url": "#l", "count": 4},
        {"label": "All", "url": "#all"},
    ],
    "states": [("", "Any"), ("late", "Late"), ("open", "Open")],
    "columns": [
        {"label": "Order", "sort": "#s1", "sorted": "desc"},
        {"label": "Supplier", "sort": "#s2"},
        {"label": "State"},
        {"label": "Promised", "sort": "#s3"},
        {"label": "Progress"},
        {"label": "Value", "num": True},
        {"label": "Actions", "hidden": True},
    ],
    "orders": [
        order(
            "PO-2026-004217",
            "Nordwind Metallbau GmbH",
            "Late",
            "bad",
            "21 Nov 2026",
            "2 days late",
            "bad",
            ("100", "100", "60", "58", "58"),
            "48,312.60",
        ),
        order(
            "PO-2026-004218",
            "Aciéries Réunies de la Meuse S.A.",
            "In transit",
            "info",
            "26 Nov 2026",
            None,
            None,
            ("100", "100", "100", "0", "0"),
            "9,120.00",
        ),
        order(
            "PO-2026-004219",
            "Ōsaka Seimitsu Kōgyō K.K.",
            "To acknowledge",
            "warn",
            "27 Nov 2026",
            "answer today",
            "warn",
            ("0", "0", "0", "0", "0"),
            "310.00",
        ),
        order(
            "PO-2026-004220",
            "Bolt & Sons Ltd",
            "Received",
            "ok",
            "20 Nov 2026",
            None,
            None,
            ("100", "100", "104", "104", "104"),
            "1,550.00",
        ),
        order(
            "4500098121",
            "Zakłady Mechaniczne Bydgoszcz",
            "Confirmed",
            "neutral",
            "12 Dec 2026",
            None,
            None,
            ("100", "40", "0", "0", "0"),
            "127,416.00",
        ),
    ],
    "quantities": quantities("100", "80", "60", "58", "40"),
    "parts": [(4, 100), (2, 60), (1, 58), (0, 58)],
    "places": picture(
        ("Dispatched", "60 pcs", "q-2", 0, 60), ("Confirmed", "40 pcs", "q-4", 60, 40)
    ),
    "apart": picture(("Received", "100 pcs", "q-0", 0, 100), apart=("more than ordered", "4 pcs")),
    "nowhere": picture(),
    "wide_columns": [{"label": f"Column {n}"} for n in range(1, 16)],
    "wide_rows": [[f"Line {n}0"] + [f"value {n}.{c}" for c in range(14)] for n in range(1, 25)],
    "reasons": ["No report for 6 days", "The zone of two times is unknown"],
    "files": [
        {
            "name": "Delivery note 88120 signed.pdf",
            "url": "#f",
            "kind": "Delivery note",
            "size": "214 kB",
            "state": "accepted",
            "tone": "ok",
            "note": "K. Vogel, 23 Nov 2026",
        },
        {
            "name": "CMR.jpg",
            "url": "#g",
            "kind": "CMR",
            "size": "1.2 MB",
            "state": "to check",
            "tone": "warn",
        },
    ],
    "hints": {"change": "Say what you can do instead; the buyer decides."},
    "count_hint": "So far 60 of 100 were dispatched.",
    "file_hint": "PDF, JPEG or PNG, at most 25 MB.",
}
