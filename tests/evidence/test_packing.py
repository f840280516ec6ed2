"""The papers that travel with a shipment: what a scanner reads, and what people read."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from portal.desk import say
from portal.evidence import Packed, PackedCrate, PackingList, Party, labels, packing_list
from portal.evidence.barcode import bars_of, width_of
from tests.evidence.sample import PLAIN as VOICE

SSCC = "106141412345678908"
CRATES = (PackedCrate(1, "Pallet", SSCC, gross="480 kg"), PackedCrate(2, "Carton", inside=1))
DOTS = 4  # to draw a module with


def made() -> PackingList:
    """Return a shipment of two lines in these packages."""
    goods = (
        Packed("PO-7", "10", "HX-M12", "Hex bolt M12", Decimal("60"), "pcs", 1),
        Packed("PO-8", "20", "HX-M16", "Hex bolt <M16>", Decimal("12.5"), "kg", 2),
    )
    return PackingList(
        number="DN-100",
        version=2,
        sender=Party("Brenner", ("Graz", "Austria")),
        receiver=Party("Nordwind", ("Kiel",)),
        as_of=datetime(2026, 3, 20, 9, tzinfo=UTC),
        goods=goods,
        crates=CRATES,
        facts=(("Tracking", "1Z999"),),
        carrier="Kühne",
    )


def scanned(picture: Image.Image) -> list:
    """Return what a scanner reads in a picture."""
    return [(one.format, one.text) for one in zxingcpp.read_barcodes(picture)]


@given(st.integers(min_value=0, max_value=10**9 - 1), st.integers(min_value=0, max_value=9))
def test_every_number_is_read_as_it_was_given(serial, extension):
    sscc = say.make_sscc(extension, "0614141", serial)
    bars = bars_of(sscc)
    picture = Image.new("L", (width_of(bars) * DOTS, 120), 255)
    for at, wide in bars:
        box = (at * DOTS, 0, (at + wide) * DOTS - 1, 120)
        ImageDraw.Draw(picture).rectangle(box, fill=0)

    (one,) = zxingcpp.read_barcodes(picture)

    assert one.text.replace("(", "").replace(")", "") == f"00{sscc}"
    assert one.symbology_identifier == "]C1", "an ordinary Code 128, not GS1-128"


def test_the_printed_label_is_read_by_a_scanner():
    printed = pypdfium2.PdfDocument(labels(made(), VOICE))

    first, second = (page.render(scale=4).to_pil() for page in printed)

    (one,) = zxingcpp.read_barcodes(first)
    assert one.text.replace("(", "").replace(")", "") == f"00{SSCC}"
    assert scanned(second) == []
    assert [round(side / 72 * 25.4) for side in printed[0].get_size()] == [105, 148]


def test_a_label_says_what_is_in_its_package_and_in_those_within():
    shipment = made()

    assert [one.order for one in shipment.inside(shipment.crates[0])] == ["PO-7", "PO-8"]
    assert [one.order for one in shipment.inside(shipment.crates[1])] == ["PO-8"]


@pytest.mark.parametrize("printed", [packing_list, labels])
def test_the_same_shipment_prints_the_same_bytes(printed):
    assert printed(made(), VOICE) == printed(made(), VOICE)


def test_the_packing_list_names_everything():
    with pypdfium2.PdfDocument(packing_list(made(), VOICE)) as printed:
        text = "".join(page.get_textpage().get_text_range() for page in printed)

    for word in ("DN-100", "PO-7 / 10", "Hex bolt <M16>", "12.5", SSCC, "480 kg", "1Z999", "Graz"):
        assert word in text, word


def test_papers_are_archival():
    with pikepdf.open(io.BytesIO(packing_list(made(), VOICE))) as printed:
        assert printed.Root.OutputIntents[0].S == "/GTS_PDFA1"
