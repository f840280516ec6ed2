"""The number of a package as a GS1-128 barcode: bars for a printer to draw. Pure."""

from barcode.codex import Gs1_128

QUIET = 10  # modules left empty on both sides
_SSCC = "00"  # the application identifier in front of the number


def bars_of(sscc: str) -> tuple[tuple[int, int], ...]:
    """Return the bars of an SSCC as (where it begins, how wide it is), in modules.

    The quiet zone before the first bar is counted in.
    """
    (modules,) = Gs1_128(_SSCC + sscc).build()
    bars, at = [], 0
    for run in modules.replace("10", "1 0").replace("01", "0 1").split():
        if run[0] == "1":
            bars.append((QUIET + at, len(run)))
        at += len(run)
    return tuple(bars)


def width_of(bars: tuple[tuple[int, int], ...]) -> int:
    """Return how many modules wide a barcode is, its quiet zones counted in."""
    at, wide = bars[-1]
    return at + wide + QUIET


def spoken(sscc: str) -> str:
    """Return the number as it is printed below its bars: "(00)106141412345678908"."""
    return f"({_SSCC}){sscc}"
