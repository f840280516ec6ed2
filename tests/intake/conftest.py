"""A small file in the portal's own template, and a way to change it."""

import pytest

from portal import intake

HEADER = "order,line,item,quantity,unit,requested date,supplier"
ROW = "PO-7,10,M-1,100,PCS,2026-12-01,Sam & Sons"


@pytest.fixture
def read():
    """Read rows below the usual header: `read("PO-7,10,…")` gives the entries."""

    def read_rows(*rows: str, header: str = HEADER, profile="orders", **more) -> list:
        text = "\n".join((header, *rows))
        return list(intake.read(text.encode(), profile, **more))

    return read_rows


@pytest.fixture
def cell(read):
    """Read one row with one cell changed: `cell("quantity", "-5")` gives its entry."""

    def read_cell(column: str, text: str, **more):
        names, texts = HEADER.split(","), ROW.split(",")
        texts[names.index(column)] = '"' + text.replace('"', '""') + '"'
        (entry,) = read(",".join(texts), **more)
        return entry

    return read_cell
