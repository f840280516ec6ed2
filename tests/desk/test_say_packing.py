"""What goods are packed in: numbers that check, packages in packages, nothing empty."""

from decimal import Decimal

import pytest

from portal.desk import say
from portal.errors import NotUnderstood
from tests.desk.afloat import put, sea

PALLET = say.Crate("PX", sscc="106141412345678908", gross=Decimal("412.5"), net=Decimal(400))
CARTON = say.Crate("CT", inside=1, size=(Decimal(60), Decimal(40), Decimal(30)))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("106141412345678908", "106141412345678908"),
        ("(00) 106141412345678908", "106141412345678908"),
        ("00106141412345678908", "106141412345678908"),
        ("106141412345678909", ""),
        ("10614141234567890", ""),
        ("١06141412345678908", ""),
        ("", ""),
    ],
)
def test_an_sscc_is_known_by_its_last_digit(code, found):
    assert say.sscc_of(code) == found


@pytest.mark.parametrize("serial", [0, 1, 999_999_999])
@pytest.mark.parametrize("prefix", ["0614141", "4012345", "1234567"])
def test_a_number_that_is_made_can_be_read_again(prefix, serial):
    assert say.sscc_of(say.make_sscc(3, prefix, serial)) == say.make_sscc(3, prefix, serial)


def test_a_serial_that_does_not_fit_is_not_shortened():
    with pytest.raises(ValueError, match="does not fit"):
        say.make_sscc(3, "4012345", 10**9)


@pytest.mark.parametrize("code", ["CSQU3054383", "MSKU0383250"])
def test_containers_have_a_check_digit(code):
    assert say.is_container(code)
    assert say.container_digit(code) == code[-1]


@pytest.mark.parametrize("code", ["CSQX3054383", "CSQU305438", "csqu-305438-33", "12345678901"])
def test_other_codes_are_no_containers(code):
    assert not say.is_container(code)


def test_cartons_stand_on_a_pallet():
    there = sea()

    there.announce(put("60", package=2), crates=(PALLET, CARTON))

    pallet, carton = there.freight().shipment.packages.values()
    assert (pallet.sscc, pallet.gross, carton.parent) == (PALLET.sscc, Decimal("412.5"), 1)
    (row,) = there.journey().carried[str(there.id)].rows
    assert row.package == 2


def test_packages_without_a_number_get_one_of_the_series():
    crates = [say.Crate("CT", numbered=True), say.Crate("CT"), say.Crate("CT", numbered=True)]
    numbers = [say.make_sscc(3, "4012345", n) for n in (7, 8)]
    there = sea()

    assert say.wanted_numbers(crates) == 2
    rows = [put("10", package=n, place=n) for n in (1, 2, 3)]
    there.announce(*rows, crates=crates, numbers=numbers)

    given = [one.sscc for one in there.freight().shipment.packages.values()]
    assert given == [numbers[0], "", numbers[1]]


@pytest.mark.parametrize(
    ("crates", "field"),
    [
        ([say.Crate("??")], "packages-0-kind"),
        ([say.Crate("CT", sscc="106141412345678909")], "packages-0-sscc"),
        ([PALLET, say.Crate("CT", 1, sscc=PALLET.sscc)], "packages-1-sscc"),
        ([say.Crate("CT", inside=1)], "packages-0-inside"),
        ([say.Crate("CT", inside=2), say.Crate("PX", inside=1)], "packages-0-inside"),
        ([say.Crate("CT", inside=9)], "packages-0-inside"),
        ([say.Crate("CT", gross=Decimal(0))], "packages-0-gross"),
        ([say.Crate("CT", gross=Decimal(2), net=Decimal(3))], "packages-0-net"),
        ([say.Crate("CT", size=(Decimal(1), None, Decimal(2)))], "packages-0-size"),
        ([say.Crate("CT", size=(Decimal(1), Decimal(4000), Decimal(2)))], "packages-0-size"),
        ([say.Crate("CT"), say.Crate("CT")], "packages-1-kind"),
    ],
)
def test_packages_that_cannot_be_meant_are_asked_for_again(crates, field):
    with pytest.raises(NotUnderstood) as caught:
        sea().announce(put("60", package=1), crates=crates)

    assert caught.value.field == field


def test_goods_in_a_package_that_is_not_there_are_refused():
    with pytest.raises(NotUnderstood) as caught:
        sea().announce(put("60", package=2), crates=[say.Crate("CT")])

    assert caught.value.field == "goods"


def test_packages_can_be_typed_again_as_they_are():
    there = sea()
    there.announce(put("60", package=2), crates=(PALLET, CARTON))

    there.change(put("60", package=2), crates=say.as_crates(there.freight().shipment))

    assert there.freight().shipment.version == 2
    assert [one.sscc for one in there.freight().shipment.packages.values()] == [PALLET.sscc, ""]
