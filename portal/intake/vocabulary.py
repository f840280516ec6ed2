"""Lists of the trade that files use in many spellings: units and countries. Data, read once."""

import csv
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def units() -> dict[str, str]:
    """Return our unit code by every spelling known, in lower case: {"pcs": "EA"}."""
    return _spellings("units.tsv")


@cache
def countries() -> dict[str, str]:
    """Return the ISO 3166 code by every spelling known, in lower case: {"vietnam": "VN"}."""
    return _spellings("countries.tsv")


def _spellings(name: str) -> dict[str, str]:
    """Read a table of code, tab, spellings with `;` between."""
    known = {}
    with open(_HERE / name, encoding="utf-8", newline="") as lines:
        for code, spellings in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            for spelling in (code, *spellings.split(";")):
                known[spelling.strip().casefold()] = code
    return known
