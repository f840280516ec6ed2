"""What a shipment tells is proven with its orders: in the proof of delivery and in the pack."""

import io
import zipfile

import pypdfium2
import pytest

from tests.evidence.checking import faults
from tests.stories.filling import fill, form_on
from tests.stories.shipping import announce, wrong
from tests.vault.papers import pdf as paper
from tests.world import Line


def text_of(pdf: bytes) -> str:
    """Return the words of a printed document."""
    with pypdfium2.PdfDocument(pdf) as printed:
        return "".join(page.get_textpage().get_text_range() for page in printed)


@pytest.fixture
def order(world, at):
    """PO-7, all of it sent with DN-100 together with PO-8, and delivered four days later."""
    at("2026-03-02T09:00")
    made, other = (world.place(one, Line(agreed="2026-04-01")) for one in ("PO-7", "PO-8"))
    at("2026-03-20T09:00")
    where = announce(world.browser(world.sam), made, other, tracking="1Z999").location
    at("2026-03-24T15:00")
    sam = world.browser(world.sam)
    fill(sam, f"{where}?do=step", f"{where}/milestones", code="DELIVERED", on="2026-03-24",
         recipient="A. Richter")  # fmt: skip
    sent = fill(sam, f"{where}?do=attach", f"{where}/documents",
                type="cmr", file=(io.BytesIO(paper()), "cmr.pdf"))  # fmt: skip
    assert sent.status_code == 303, wrong(sent)
    return made


def test_the_proof_of_delivery_tells_of_the_shipment(world, order):
    printed = world.browser(world.ada).get(f"/orders/{order}/pod")

    words = text_of(printed.data)
    for word in ("PO-7", "24 Mar 2026", "A. Richter", "DN-100", "1Z999", "100"):
        assert word in words, word
    assert "PO-8" not in words


def test_a_pack_holds_the_shipment_and_closes(world, order):
    sent = fill(world.browser(world.ada), f"/orders/{order}/packs", f"/orders/{order}/packs")

    with zipfile.ZipFile(io.BytesIO(sent.data)) as pack:
        names = pack.namelist()
        report = text_of(pack.read("report.pdf"))
        said = b"".join(pack.read(name) for name in names if name.startswith("shipments/"))
    assert "shipments/01/chain.json" in names and "shipments/01/events/0001.json" in names
    assert any(name.startswith("documents/") for name in names), names[6:]
    assert b"PO-8" not in said and b"PO-7" not in said, "a shipment names no order"
    assert "DN-100" in report
    assert faults(sent.data) == []


def test_the_same_click_gives_the_same_pack_whatever_was_said_since(world, order):
    ada = world.browser(world.ada)
    fields = form_on(ada.get(f"/orders/{order}/packs").text, f"/orders/{order}/packs")
    first = ada.post(f"/orders/{order}/packs", data=fields).data
    where = world.browser(world.sam).get("/shipments?q=DN-100").location
    fill(ada, f"{where}?do=receive&what=all", f"{where}/receipts")

    assert ada.post(f"/orders/{order}/packs", data=fields).data == first
