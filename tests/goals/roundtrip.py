"""A spreadsheet of 10,000 rows goes round: downloaded, filled in, sent, and looked at."""

import io
import re
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection

import openpyxl

from portal import bundles, flow, jobs
from portal.bundles import READY, WRONG, reading
from portal.desk import tolerance
from tests.bench.crowd import serving
from tests.bench.goals import Board
from tests.goals.crowded import add_lines
from tests.goals.stage import Stage
from tests.stories.filling import form_on
from tests.stories.sheets import column, lines_of

PAGE = "/lines/sheets"
SPOILED = 20  # every so-manieth row is spoiled, each time otherwise
PATIENCE = 120  # seconds


def run(
    stage: Stage, board: Board, rows: int = 10_000, within: float = 5, progress: int = 2
) -> None:
    """Measure from sending the file to the page that shows what each row would say."""
    add_lines(stage, (rows // 3 + 1) * 4, late=-1)
    jobs.sweep()  # of so many new orders; on a day like others little is due
    data, spoiled, filled = _filled(stage, rows)
    with serving(stage.settings | {"WORKER_IN_WEB": "1"}) as port:
        took, steps, ident = _previewed(stage, port, data)
        _tolerate(stage)
        weighed, _, _ = _previewed(stage, port, _later(data))
    wrong = _misread(stage, ident, spoiled, filled)
    with _believing():
        planted = _misread(stage, _read_here(stage, data), spoiled, filled)
    name = stage.engine
    board.goal(f"roundtrip.rows.{name}", filled, "≥", rows)
    board.goal(f"roundtrip.preview.{name}", took, "≤", within, " s")
    board.goal(f"roundtrip.weighed.{name}", weighed, "≤", within, " s")
    board.goal(f"roundtrip.progress.{name}", steps, "≥", progress)
    board.goal(f"roundtrip.misread.{name}", wrong, "=", 0)
    board.goal(f"roundtrip.planted.caught.{name}", int(planted > 0), "=", 1)


def _filled(stage: Stage, rows: int) -> tuple[bytes, set[int], int]:
    """Return the downloaded spreadsheet filled in, the numbers of spoiled rows, and how many."""
    browser = stage.world.browser(stage.world.sam)
    answer = browser.get("/lines/sheet.xlsx?view=answer&sort=last")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = lines_of(book)
    at = {name: column(sheet, name) for name in HEADINGS}
    spoiled = set(range(2, sheet.max_row + 1, SPOILED))
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, at["Your answer"]).value = "Accept as asked"
        if number in spoiled:
            heading, value = SPOILS[number // SPOILED % len(SPOILS)]
            sheet.cell(number, at[heading]).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), spoiled, sheet.max_row - 1


def _tolerate(stage: Stage) -> None:
    """Let the buyer's tolerances decide about each offered day."""
    world, limits = stage.world, {"date.late": tolerance.Limit("accept", "ask", abs=3)}
    told = [tolerance.drafted("default", "", tolerance.Tolerance(limits))]
    flow.manage(world.nordwind, world.kim.actor, lambda: (None, told))


def _later(data: bytes) -> bytes:
    """Return the spreadsheet with a later day proposed wherever one was to be accepted."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = lines_of(book)
    verb, asked, day = (column(sheet, n) for n in ("Your answer", "Day asked for", "New day"))
    for number in range(2, sheet.max_row + 1):
        if sheet.cell(number, day).value is None:
            sheet.cell(number, verb).value = None  # another day says that it is proposed
            sheet.cell(number, day).value = sheet.cell(number, asked).value + timedelta(days=2)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


HEADINGS = ("Your answer", "New day", "New quantity", "Key (leave as it is)", "Order")
SPOILS = (
    ("New day", "=TODAY()"),
    ("New quantity", "1.500"),
    ("Key (leave as it is)", f"{uuid.UUID(int=7)}.1.1.0011223344556677~40~2026-04-01"),
    ("Order", "PO-OTHER"),
    ("Your answer", "Perhaps"),
)


def _previewed(stage: Stage, port: int, data: bytes) -> tuple[float, int, uuid.UUID]:
    """Send the file; return the seconds until it can be looked at, and the steps seen before."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    head = {"Cookie": f"portal={stage.world.secret(stage.world.sam)}"}
    line.request("GET", PAGE, headers=head)
    answer = line.getresponse()
    page = answer.read().decode()
    session = [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or []]
    head["Cookie"] = "; ".join([head["Cookie"], *session])
    action = re.search(rf'action="({PAGE}[^"]*)"', page).group(1).replace("&amp;", "&")
    mark, body = _multipart(form_on(page, action), data)
    began = time.perf_counter()
    line.request(
        "POST", action, body, head | {"Content-Type": f"multipart/form-data; boundary={mark}"}
    )
    answer = line.getresponse()
    answer.read()
    assert answer.status == 303, answer.status
    steps = _watched(line, answer.headers["Location"], head, began)
    return time.perf_counter() - began, steps, uuid.UUID(answer.headers["Location"][-36:])


def _watched(line: HTTPConnection, at: str, head: dict[str, str], began: float) -> int:
    """Ask for the page until the file is read; return how many steps of progress it showed."""
    shown: set[str] = set()
    while time.perf_counter() - began < PATIENCE:
        line.request("GET", at, headers=head)
        page = line.getresponse().read().decode()
        if "Look at your answers" in page:
            return len(shown)
        assert "Being read" in page, "it is neither being read nor read"
        shown.update(re.findall(r"[\d,]+ of [\d,]+ rows|The file is being opened", page))
        time.sleep(0.3)
    raise AssertionError("the file was not read in time")


def _multipart(fields: dict[str, list[str]], data: bytes) -> tuple[str, bytes]:
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, values in fields.items()
        for value in values
        if name != "file"
    ]
    head = 'Content-Disposition: form-data; name="file"; filename="lines.xlsx"\r\n'
    file = f"--{mark}\r\n{head}Content-Type: application/octet-stream\r\n\r\n".encode()
    return mark, b"".join([*parts, file, data, f"\r\n--{mark}--\r\n".encode()])


def _misread(stage: Stage, ident: uuid.UUID, spoiled: set[int], rows: int) -> int:
    """Count the rows that are not what they should be: ready, or to be mended if spoiled."""
    world = stage.world
    with world.seen_by(world.sam):
        found = bundles.rows_of(world.sam.actor, ident, limit=2 * rows)
    wanted = {row.row: WRONG if row.row in spoiled else READY for row in found}
    # rows of one line are one answer, but each of these has a line of its own
    return abs(len(found) - rows) + sum(row.state != wanted[row.row] for row in found)


def _read_here(stage: Stage, data: bytes) -> uuid.UUID:
    """Read the file once more, as another person's, in this process."""
    world = stage.world
    stan = world.person("Stan", "supplier", world.brenner)
    with world.seen_by(stan):
        at = bundles.desk_of(stan.actor, stage.app.config)
        ident, _new = bundles.receive(at, io.BytesIO(data), "lines.xlsx")
        reading.read(at, ident)
    world.sam = stan
    return ident


@contextmanager
def _believing():
    """Plant a fault: what cannot be read is passed over."""
    sound = reading.understood

    def believing(*given):
        row = sound(*given)
        row.given, row.fault = "", ""
        return row

    reading.understood = believing
    try:
        yield
    finally:
        reading.understood = sound
