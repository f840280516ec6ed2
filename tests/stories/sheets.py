"""Answering in a spreadsheet as people do: download, fill in with another program, send."""

import io
import re

import openpyxl

from tests.stories.filling import form_on

PAGE = "/lines/sheets"
OPEN = "?view=open"


def book_of(browser, at=f"/lines/sheet.xlsx{OPEN}"):
    """Return the spreadsheet that is handed out at an address."""
    answer = browser.get(at)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def lines_of(book):
    """Return the sheet of lines, whatever it is called."""
    return book.worksheets[1]


def column(sheet, heading: str) -> int:
    """Return where a column stands, from 1."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def fill_in(sheet, row: int, **said) -> None:
    """Fill in cells of a row (from 2); columns are named by their headings, with _ for blanks."""
    for heading, value in said.items():
        sheet.cell(row, column(sheet, heading.replace("_", " "))).value = value


def copy_row(sheet, row: int) -> int:
    """Copy a row below the table, as people do to split a delivery; return its number."""
    to = sheet.max_row + 1
    for cell in sheet[row]:
        sheet.cell(to, cell.column).value = cell.value
    return to


def saved(book) -> bytes:
    """Return a workbook as the file it is saved as."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(browser, data: bytes, name="lines.xlsx", follow=True):
    """Send a file; return the page that follows."""
    page = browser.get(PAGE + OPEN).text
    action = re.search(rf'action="({PAGE}[^"]*)"', page).group(1).replace("&amp;", "&")
    sent = form_on(page, action) | {"file": (io.BytesIO(data), name)}
    answer = browser.post(action, data=sent)
    if not follow or answer.status_code != 303:
        return answer
    return browser.get(answer.location)


def send_all(browser, page):
    """Press the button that sends what can be sent; return the page that follows."""
    answer = browser.post(
        page.request.path, data=form_on(page.text, page.request.path) | {"act": "tell"}
    )
    assert answer.status_code == 303
    return browser.get(answer.location)
