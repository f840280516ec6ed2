"""What came is not what was announced: who sees it, and that a case is opened for it."""

import pytest

from portal import watch
from tests.stories.filling import fill
from tests.stories.shipping import announce, folded, wrong
from tests.world import Line

CRATES = {"packages-0-kind": "PX", "packages-0-sscc": "106141412345678908",
          "goods-0-package": "1"}  # fmt: skip


@pytest.fixture
def order(world, at):
    """PO-7, 100 pieces agreed with Brenner for 1 April."""
    at("2026-03-02T09:00")
    made = world.place("PO-7", Line(agreed="2026-04-01"))
    at("2026-03-20T09:00")
    return made


def differs(world, order) -> dict:
    """Return the words of what the rule about receipts finds."""
    found = [one for one in watch.look(folded(world, order), watch.DEFAULTS)
             if one.rule == "receipt_differs"]  # fmt: skip
    return found[0].words if found else {}


@pytest.mark.parametrize("crates", [{}, CRATES], ids=["by line", "by package"])
def test_a_short_receipt_is_a_case_until_the_rest_is_counted(world, order, crates):
    sam, rio = world.browser(world.sam), world.browser(world.rio)
    where = announce(sam, order, **crates).location

    got = fill(rio, f"{where}?do=receive", f"{where}/receipts", **{"rows-0-qty": "90"})

    assert got.status_code == 303, wrong(got)
    assert "90 pcs" in sam.get(where).text, "the supplier sees it at once"
    assert differs(world, order)["short"] == "10"
    fill(rio, f"{where}?do=receive", f"{where}/receipts", **{"rows-0-qty": "10"})
    assert differs(world, order) == {}


@pytest.mark.parametrize("crates", [{}, CRATES], ids=["by line", "by package"])
def test_more_than_ordered_is_a_case_and_the_supplier_sees_it(world, order, crates):
    sam, rio = world.browser(world.sam), world.browser(world.rio)
    where = announce(sam, order, **crates).location
    typed = {"rows-0-qty": "104"}

    asked = fill(rio, f"{where}?do=receive", f"{where}/receipts", **typed)
    got = fill(rio, f"{where}?do=receive", f"{where}/receipts", **typed, over="y")

    assert asked.status_code == 422 and got.status_code == 303, wrong(got)
    assert differs(world, order)["over"] == "4"
    assert "104 pcs" in sam.get(where).text


def test_the_case_stands_in_the_list_where_the_rule_is_on(world, order):
    kim, sam, rio = (world.browser(one) for one in (world.kim, world.sam, world.rio))
    fill(kim, "/admin/rules", "/admin/rules", **{"receipt_differs-mode": "on"})
    where = announce(sam, order).location

    fill(rio, f"{where}?do=receive", f"{where}/receipts", **{"rows-0-qty": "90"})

    page = world.browser(world.ada).get("/exceptions").text
    assert "Received otherwise than ordered" in page and "10 missing" in page
