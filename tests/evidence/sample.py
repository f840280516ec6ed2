"""A delivery with everything a proof of delivery can show; run it to print its digest."""

import hashlib
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from PIL import Image, ImageDraw

from portal.evidence import Happening, Line, Note, Party, Picture, Pod, Voice, proof

START = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
PLAIN = Voice(
    lang="en",
    say=str,
    moment=lambda moment: f"{moment:%-d %b %Y, %H:%M}",
    day=lambda day: f"{day:%-d %b %Y}",
    number=lambda number: f"{number:,f}",
)
TOLD = (
    ("Order placed", "Ada Brandt, Nordwind Pumpen GmbH", "ERP file"),
    ("Order confirmed: 120 EA on 16 Mar 2026", "Sam Okafor, Seal Works Ltd", "Portal"),
    ("Production released: 120 EA", "Sam Okafor, Seal Works Ltd", "Portal"),
    ("Packed: 120 EA", "Sam Okafor, Seal Works Ltd", "Portal"),
    ("Dispatched: 120 EA, tracking JD014600006", "Sam Okafor, Seal Works Ltd", "Portal"),
    ("Delivered: 118 EA", "DHL Freight", "Carrier message"),
    ("Delivery note attached: Lieferschein 4711.pdf", "DHL Freight", "Portal"),
    ("Delivery note accepted, claused", "Ada Brandt, Nordwind Pumpen GmbH", "Portal"),
)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def events(count: int = len(TOLD)) -> tuple[Happening, ...]:
    """Return `count` events, a day and a half apart."""
    told = [TOLD[number % len(TOLD)] for number in range(count)]
    return tuple(
        Happening(
            what=what,
            occurred=START.date() if number == 0 else START + timedelta(hours=36 * number),
            recorded=START + timedelta(hours=36 * number, minutes=20),
            who=who,
            source=source,
            digest=digest(f"{number} {what}"),
        )
        for number, (what, who, source) in enumerate(told)
    )


def photo() -> bytes:
    """Return a picture of two pallets, one of them dented."""
    paper = Image.new("RGB", (900, 600), "#cfd8dc")
    pen = ImageDraw.Draw(paper)
    for left in (80, 480):
        pen.rectangle((left, 180, left + 330, 480), fill="#b98b5a", outline="#6d4c2f", width=6)
        pen.rectangle((left, 490, left + 330, 520), fill="#8d6b45")
    pen.polygon(((740, 180), (810, 180), (810, 260)), fill="#6d4c2f")
    return _bytes(paper, "JPEG")


def signature() -> bytes:
    """Return a line that could be a name."""
    paper = Image.new("RGB", (600, 200), "white")
    points = [(40 + 6 * n, 110 + (n * 37 % 61) - 30) for n in range(85)]
    ImageDraw.Draw(paper).line(points, fill="#1b2a6b", width=4, joint="curve")
    return _bytes(paper, "PNG")


def _bytes(paper: Image.Image, kind: str) -> bytes:
    made = io.BytesIO()
    paper.save(made, kind)
    return made.getvalue()


PICTURES = {"picture:1": signature(), "picture:2": photo()}
POD = Pod(
    number="PO-4500017",
    kind="purchase",
    ordered=date(2026, 3, 2),
    owner=Party("Nordwind Pumpen GmbH", ("Hafenstraße 12", "20457 Hamburg", "Germany")),
    partner=Party("Seal Works Ltd", ("Unit 4, Mill Road", "Leeds LS10 1AB", "United Kingdom")),
    delivered=START + timedelta(hours=180),
    zone="Europe/Berlin",
    place="Nordwind Pumpen GmbH, gate 3, Hamburg",
    recipient="K. Petersen",
    recipient_role="goods receiving",
    condition="claused",
    remarks="Two cartons dented, contents not checked. Pallet 2 short by 2 EA.",
    references=(("Delivery note", "4711"), ("Tracking", "JD014600006"), ("Shipment", "SW-889")),
    lines=(
        Line(
            "000010", "GLRD-55-SIC", "Mechanical seal 55 mm", Decimal(120), "EA",
            Decimal(118), Decimal(118), "2 EA short",
        ),
        Line(
            "000020", "OR-60x3-FKM", "O-ring 60 × 3, FKM <80 Shore & more>", Decimal("1250.5"),
            "M", Decimal("1250.5"), Decimal("1250.5"),
        ),
        Line("000030", "DOC-31", "Inspection certificate 3.1", Decimal(1), "EA"),
    ),
    events=events(),
    head=digest("head"),
    as_of=START + timedelta(hours=270),
    pictures=(
        Picture("picture:1", "Signature of K. Petersen", digest("1"), signature=True),
        Picture("picture:2", "Dented cartons on pallet 2", digest("2")),
    ),
    notes=(
        Note("Lieferschein 4711.pdf", digest("note"), "Ada Brandt", START + timedelta(hours=260)),
    ),
)  # fmt: skip


if __name__ == "__main__":
    print(hashlib.sha256(proof(POD, PLAIN, PICTURES)).hexdigest())
