"""The packing list and the labels of a shipment, as paper that travels with the goods.

Plain values in, one document out; the same values print the same bytes.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.evidence.barcode import bars_of, spoken, width_of
from portal.evidence.pdf import pdf
from portal.evidence.pod import Party, Voice, house

MODULE = Decimal("0.495")  # mm; GS1 asks for 0.495 to 0.94 on pallets
HIGH = 32  # mm, the least that GS1 allows


@dataclass(frozen=True)
class Packed:
    """So much of a line of an order, in a package (0: in none)."""

    order: str
    no: str
    item: str
    name: str
    quantity: Decimal
    unit: str
    package: int = 0


@dataclass(frozen=True)
class Crate:
    """A package. `inside` is the number of the one it stands in; 0 is none."""

    number: int
    kind: str
    sscc: str = ""
    inside: int = 0
    gross: str = ""
    net: str = ""
    size: str = ""


@dataclass(frozen=True)
class PackingList:
    """Everything that stands on a shipment's papers.

    `facts` are a label (translated) and its value, such as a tracking number. `as_of` is when
    the announcement, or its last correction, was recorded.
    """

    number: str
    version: int
    sender: Party
    receiver: Party
    as_of: datetime
    goods: tuple[Packed, ...]
    crates: tuple[Crate, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    carrier: str = ""
    cancelled: bool = False

    def inside(self, crate: Crate) -> list[Packed]:
        """Return what is in a package and in those that stand in it."""
        numbers, grew = {crate.number}, True
        while grew:
            more = {one.number for one in self.crates if one.inside in numbers} - numbers
            numbers, grew = numbers | more, bool(more)
        return [one for one in self.goods if one.package in numbers]


def packing_list(made: PackingList, voice: Voice) -> bytes:
    """Return the packing list as PDF/A-3b."""
    return pdf(_page("packing", made, voice), created=made.as_of)


def labels(made: PackingList, voice: Voice) -> bytes:
    """Return one label a package, each a page in A6, with its SSCC as a GS1-128 barcode."""
    return pdf(_page("labels", made, voice), created=made.as_of)


def _page(name: str, made: PackingList, voice: Voice) -> str:
    return (
        house(voice)
        .get_template(f"evidence/print/{name}.html")
        .render(
            made=made,
            lang=voice.lang,
            number=voice.number,
            code=_code,
            spoken=spoken,
            moment=lambda at: f"{voice.moment(at)} UTC",
        )
    )


def _code(sscc: str) -> dict:
    """Return an SSCC as a picture is drawn of it, sizes in mm."""
    bars = bars_of(sscc)
    wide = width_of(bars)
    return {
        "bars": [(MODULE * at, MODULE * width) for at, width in bars],
        "wide": MODULE * wide,
        "high": HIGH,
    }
