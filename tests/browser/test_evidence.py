"""Evidence in a real browser: found, issued and downloaded, with and without JavaScript."""

import pytest

from tests.browser.conftest import DARK, DESKTOP, PHONE, PLAIN
from tests.evidence.checking import faults
from tests.stories.proofs import delivered

pytestmark = pytest.mark.sqlite


@pytest.fixture
def order(world):
    """A delivered order."""
    return delivered(world)


@pytest.mark.parametrize("kind", [DESKTOP, PHONE, DARK], ids=["desktop", "phone", "dark"])
def test_the_pages_of_evidence_are_clean(world, order, open_page, sign_in, axe, fits, kind):
    bare = world.place("PO-9")
    world.browser(world.aud).get(f"/orders/{order}/pod")
    for who, more in ((world.kim, ["/evidence/access"]), (world.aud, ["/evidence?q=HX"])):
        window = sign_in(open_page(**kind), who)
        for address in ("/evidence", f"/orders/{order}/packs", f"/orders/{bare}/pod", *more):
            window.goto(address)
            axe(window)
            fits(window)


@pytest.mark.parametrize("kind", [DESKTOP, PLAIN], ids=["desktop", "plain"])
def test_an_auditor_finds_an_order_and_takes_its_evidence_along(
    world, order, open_page, sign_in, kind
):
    window = sign_in(open_page(**kind), world.aud)
    window.goto("/evidence")
    window.fill("#order-number", "PO-7")
    window.click("main form.filters button")
    window.wait_for_url("**/packs")

    with window.expect_download() as pack:
        window.click("text=Issue and download")
    with window.expect_download() as proof:
        window.click("text=Download the proof of delivery")

    assert faults(pack.value.path().read_bytes()) == []
    assert proof.value.suggested_filename == "proof-of-delivery-PO-7.pdf"
