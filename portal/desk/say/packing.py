"""What goods are packed in: pallets, cartons in them, their numbers and weights. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.desk.say import checks
from portal.desk.say.codes import sscc_of
from portal.errors import N_, NotUnderstood
from portal.journey import Shipment
from portal.ledger import number

PACKAGES = ("PX", "CT", "BX", "CR", "CS", "DR", "BG", "RO", "PK")  # UN/ECE Recommendation 21
MOST_PACKAGES = 300
_HEAVIEST, _LONGEST = Decimal(100_000), Decimal(3_000)  # kg, cm


@dataclass(frozen=True, slots=True)
class Crate:
    """One package as typed. `inside` is the place of the one it stands in; 0 is none.

    `numbered`: it gets an SSCC from the shipper's series if it has none.
    """

    kind: str
    inside: int = 0
    sscc: str = ""
    numbered: bool = False
    gross: Decimal | None = None
    net: Decimal | None = None
    size: tuple[Decimal | None, ...] = ()


def wanted_numbers(crates: Iterable[Crate]) -> int:
    """Return how many packages are to be given a number."""
    return sum(one.numbered and not one.sscc for one in crates)


def packed(crates: Sequence[Crate], numbers: Iterable[str], filled: set[int]) -> list[dict]:
    """Return the packages as an announcement carries them; they are called by their place.

    Args:
        numbers: SSCCs for those that are to be given one.
        filled: the places of packages that have goods in them.

    Raises:
        NotUnderstood: `field` is packages-N-kind, -inside, -sscc, -gross, -net or -size, N from 0.
    """
    if len(crates) > MOST_PACKAGES:
        raise NotUnderstood(N_("At most %(most)s packages."), field="packages", most=MOST_PACKAGES)
    taken, given = iter(numbers), set()
    rows = [_row(crates, place, taken, given) for place in range(1, len(crates) + 1)]
    _check_full(crates, filled)
    return rows


def as_crates(shipment: Shipment) -> list[Crate]:
    """Return the packages of a shipment as they would be typed."""
    return [
        Crate(one.kind, one.parent, one.sscc, False, one.gross, one.net, one.size)
        for one in shipment.packages.values()
    ]


def _row(crates: Sequence[Crate], place: int, numbers: Iterator[str], given: set[str]) -> dict:
    one, name = crates[place - 1], f"packages-{place - 1}"
    if one.kind not in PACKAGES:
        raise NotUnderstood(N_("Say what kind of package it is."), field=f"{name}-kind")
    row: dict = {"package": place, "kind": one.kind}
    if one.inside:
        row["in"] = _inside(crates, place)
    if sscc := _number(one, name, numbers, given):
        row["sscc"] = sscc
    for weight in ("gross", "net"):
        if (kg := getattr(one, weight)) is not None:
            row[weight] = number(_measure(kg, _HEAVIEST, f"{name}-{weight}"))
    if one.gross is not None and one.net is not None and one.net > one.gross:
        raise NotUnderstood(N_("The goods cannot weigh more than with their package."),
                            field=f"{name}-net")  # fmt: skip
    if any(side is not None for side in one.size):
        row["size"] = _size(one.size, f"{name}-size")
    return row


def _inside(crates: Sequence[Crate], place: int) -> int:
    """Return in which package one stands; refuse one that would stand in itself."""
    seen, at = {place}, crates[place - 1].inside
    while at:
        if not 0 < at <= len(crates) or at in seen:
            raise NotUnderstood(
                N_("A package cannot stand in itself; choose another one, or none."),
                field=f"packages-{place - 1}-inside",
            )
        seen.add(at)
        at = crates[at - 1].inside
    return crates[place - 1].inside


def _number(one: Crate, name: str, numbers: Iterator[str], given: set[str]) -> str:
    if not one.sscc:
        return next(numbers) if one.numbered else ""
    found = sscc_of(one.sscc)
    if not found:
        raise NotUnderstood(
            N_("An SSCC has 18 digits, and the last one checks the others. Look at it once more."),
            field=f"{name}-sscc",
        )
    if found in given:
        raise NotUnderstood(N_("Two packages have this SSCC."), field=f"{name}-sscc")
    given.add(found)
    return found


def _measure(n: Decimal, most: Decimal, field: str) -> Decimal:
    if not 0 < n <= most:
        raise NotUnderstood(
            N_("Give a number above zero, up to %(most)s."), field=field, most=number(most)
        )
    return checks.check_qty(n, field)


def _size(size: tuple[Decimal | None, ...], field: str) -> list[str]:
    if any(side is None for side in size):
        raise NotUnderstood(N_("Give length, width and height, or none of them."), field=field)
    return [number(_measure(side, _LONGEST, field)) for side in size]


def _check_full(crates: Sequence[Crate], filled: set[int]) -> None:
    unknown = filled - {0, *range(1, len(crates) + 1)}
    if unknown:
        raise NotUnderstood(N_("Choose a package of this shipment."), field="goods")
    used = filled | {one.inside for one in crates}
    for place in range(1, len(crates) + 1):
        if place not in used:
            raise NotUnderstood(
                N_("Package %(place)s is empty. Put goods into it, or remove it."),
                field=f"packages-{place - 1}-kind",
                place=place,
            )
