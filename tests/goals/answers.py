"""Many different answers to one line at the same moment: one is taken, the others are told.

64 people of the supplier have one line open and send what each of them can do, all at once,
over a real server. Exactly one answer may be recorded; every other sender has to be told
that the line has changed (409), and nobody may be told that an answer was kept that was not.
"""

import re
import threading
import urllib.parse
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from uuid import UUID, uuid4

from tests.bench.crowd import serving
from tests.bench.goals import Board
from tests.goals.stage import Stage
from tests.world import Line

DONE, CONFLICT = 303, 409
AHEAD = 100  # days until the line is wanted; each sender offers another day after it


def run(stage: Stage, board: Board, trials: int = 1000, senders: int = 64) -> None:
    """Let `senders` answer one line at once, `trials` times; then with a fault planted."""
    with serving(stage.settings) as port:
        found = _trials(stage, port, trials, senders)
    with serving(stage.settings, "tests.goals.unstamped:app") as port:
        planted = _trials(stage, port, 1, senders)
    name = stage.engine
    board.goal(f"answers.one.{name}", found["one"], "=", trials)
    board.goal(f"answers.lost.{name}", found["lost"], "=", 0)
    board.goal(f"answers.untold.{name}", found["untold"], "=", 0)
    board.goal(f"answers.planted.caught.{name}", int(planted["one"] == 0), "=", 1)


def _trials(stage: Stage, port: int, trials: int, senders: int) -> Counter:
    """Return in how many trials exactly one was taken; how many were lost, or not told."""
    secret, found = stage.world.secret(stage.world.sam), Counter()
    for _ in range(trials):
        order = stage.world.place(f"A-{uuid4().hex[:10]}", Line(qty="100", ask=_day(0)))
        cookies, form = _form(port, order, secret)
        found += _judged(stage, order, _at_once(port, senders, order, cookies, form))
    return found


def _judged(stage: Stage, order: UUID, statuses: Counter) -> Counter:
    """Compare what the senders were told with what was recorded."""
    said = stage.world.history(order)
    kept = sum(one.facts["kind"] == "response" for one in said)
    return Counter(
        one=int(kept == 1 == statuses[DONE]),
        lost=max(statuses[DONE] - kept, 0),
        untold=statuses.total() - statuses[DONE] - statuses[CONFLICT],
    )


def _at_once(port: int, senders: int, order: UUID, cookies: str, form: dict) -> Counter:
    """Send from every line at the same moment, each another day; count the answers."""
    statuses: list[int] = []
    ready = threading.Barrier(senders)

    def send(place: int) -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=120)
        sent = {**form, "key": uuid4().hex, "parts-0-day": _day(place + 1)}
        ready.wait()
        statuses.append(_post(line, order, cookies, sent))

    threads = [threading.Thread(target=send, args=(place,)) for place in range(senders)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return Counter(statuses)


def _day(after: int) -> str:
    return (datetime.now(UTC) + timedelta(days=AHEAD + after)).date().isoformat()


def _form(port: int, order: UUID, secret: str) -> tuple[str, dict[str, str]]:
    """Open the form to answer the line as the supplier; return the cookies and the fields."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    head = {"Cookie": f"portal={secret}"}
    line.request("GET", f"/orders/{order}?do=answer&line=1", headers=head)
    answer = line.getresponse()
    page = answer.read().decode()
    given = [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or []]
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if "/answers" in one)
    fields = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form).group(1)
        for name in ("csrf_token", "line", "stamp", "seen", "shown")
    }
    typed = {"parts-0-part": "1", "parts-0-qty": "100", "verdict": "offer"}
    return "; ".join([f"portal={secret}", *given]), fields | typed


def _post(line: HTTPConnection, order: UUID, cookies: str, form: dict[str, str]) -> int:
    head = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", f"/orders/{order}/answers", urllib.parse.urlencode(form), head)
    answer = line.getresponse()
    answer.read()
    return answer.status
