"""200 open pages that ask by themselves: what they take from those who work.

A real server, clients that read pages without a pause, and open pages that ask at the interval
the pages are shipped with. Rounds with and without them take turns, and each pair is compared
with itself: a machine that becomes slower slows both. The planted bug is a server that answers
every question as if there were news, so that pages are fetched again and again.
"""

import importlib
import re
import statistics
import threading
import time
from http.client import HTTPConnection

from portal.web.live.mark import EVERY
from tests.bench.crowd import serving
from tests.bench.goals import Board
from tests.goals.stage import Stage

BELL = 60  # seconds between two questions of the bell
CLIENTS = 4
PAGES = ("/orders", "/lines", "/exceptions", "/")


def run(
    stage: Stage,
    board: Board,
    pages: int = 200,
    rounds: int = 7,
    seconds: float = 8,
    most: float = 0.1,
) -> None:
    """Compare the rate of requests with and without the open pages; then plant the bug.

    Args:
        most: what share of the rate they may take.
    """
    orders = [stage.world.place(f"PO-{n}") for n in range(40)]
    cookie = f"portal={stage.world.secret(stage.world.ada)}"
    work = [*PAGES, *(f"/orders/{order}" for order in orders[:8])]
    name = stage.engine
    asked = pages * seconds * rounds / _often(EVERY)
    cost, seen = _measured(stage.settings, cookie, work, (pages, rounds, seconds))
    board.goal(f"live.asked.{name}", seen.asked / asked, "≥", 0.5)
    board.goal(f"live.unchanged.{name}", seen.unchanged / seen.asked, "=", 1)
    board.goal(f"live.cost.{name}", cost, "≤", most)
    bug = "tests.goals.live:forgetful()"
    worse, seen = _measured(stage.settings, cookie, work, (pages, 2, seconds), bug)
    board.goal(f"live.planted.caught.{name}", int(seen.unchanged / seen.asked < 1), "=", 1)


def forgetful():
    """Return the portal with the planted bug: no mark holds, there is always news."""
    app = importlib.import_module("wsgi").app
    app.wsgi_app = _Forgetting(app.wsgi_app)
    return app


class _Forgetting:
    """Takes the mark out of every question."""

    def __init__(self, inner) -> None:
        self.inner = inner

    def __call__(self, environ, start):
        environ.pop("HTTP_IF_NONE_MATCH", None)
        return self.inner(environ, start)


def _measured(settings, cookie: str, work: list[str], size: tuple, app: str = "wsgi:app"):
    """Return what share of the rate open pages take, and what they were answered."""
    pages, rounds, seconds = size
    with serving(settings, app) as port:
        asks = _questions(port, cookie, work)
        crowd = Crowd(port, cookie, work)
        seen = OpenPages(port, cookie, asks, _often(EVERY) / pages)
        cost = crowd.cost(seen, rounds, seconds)
    print(f"  {crowd.rate:.0f} requests a second, {seen.asked} questions: {cost:.3f}", flush=True)
    return cost, seen


class Crowd:
    """Clients that ask for one page after another; `rate` is how many a second, by themselves."""

    def __init__(self, port: int, cookie: str, work: list[str]) -> None:
        self.port, self.cookie, self.work = port, cookie, work
        self.rate = 0.0

    def cost(self, pages: "OpenPages", rounds: int, seconds: float) -> float:
        """Return what share of the rate open pages take: the middle of so many pairs."""
        self._served(seconds / 2)  # warm
        found, rates = [], []
        for n in range(rounds):
            pair = {}
            for beside in (n % 2 == 0, n % 2 == 1):
                pair[beside] = self._beside(pages, seconds) if beside else self._served(seconds)
            found.append(1 - pair[True] / pair[False])
            rates.append(pair[False])
        self.rate = statistics.median(rates)
        return statistics.median(found)

    def _beside(self, pages: "OpenPages", seconds: float) -> float:
        with pages:
            return self._served(seconds)

    def _served(self, seconds: float) -> float:
        counts = [0] * CLIENTS
        end = time.perf_counter() + seconds

        def client(n: int) -> None:
            line = HTTPConnection("127.0.0.1", self.port, timeout=60)
            while time.perf_counter() < end:
                path = self.work[(counts[n] + n * 3) % len(self.work)]
                line.request("GET", path, headers={"Cookie": self.cookie})
                answer = line.getresponse()
                answer.read()
                assert answer.status == 200, f"{path}: {answer.status}"
                counts[n] += 1

        threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / seconds


class OpenPages:
    """Open pages that ask one after the other, and are fetched again when there is news."""

    def __init__(self, port: int, cookie: str, asks: list[tuple], pause: float) -> None:
        self.port, self.cookie, self.asks, self.pause = port, cookie, asks, pause
        self.asked, self.unchanged = 0, 0

    def __enter__(self) -> None:
        self.closed = threading.Event()
        self.thread = threading.Thread(target=self._ask)
        self.thread.start()

    def __exit__(self, *_exc) -> None:
        self.closed.set()
        self.thread.join()

    def _ask(self) -> None:
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        due = time.perf_counter()
        while not self.closed.wait(max(0, due - time.perf_counter())):
            due += self.pause
            path, mark, page = self.asks[self.asked % len(self.asks)]
            head = {"Cookie": self.cookie, "HX-Request": "true", "If-None-Match": mark}
            same = self._get(line, path, head) in (204, 304)
            self.asked += 1
            self.unchanged += same
            if not same:
                self._get(line, page, {"Cookie": self.cookie})

    def _get(self, line: HTTPConnection, path: str, head: dict) -> int:
        line.request("GET", path, headers=head)
        answer = line.getresponse()
        answer.read()
        return answer.status


def _questions(port: int, cookie: str, paths: list[str]) -> list[tuple]:
    """Return what these pages ask by themselves: the address, the mark, the page."""
    line, asks, bell = HTTPConnection("127.0.0.1", port, timeout=60), [], ()
    for path in paths:
        line.request("GET", path, headers={"Cookie": cookie})
        page = line.getresponse().read().decode()
        asks += [(*found, path) for found in _asks_of(page)]
        bell = bell or (*re.findall(r'id="bell".*?hx-get="([^"]+)"', page), '"-"', path)
    return asks + [bell] * (len(asks) * EVERY // BELL)


def _often(seconds: int) -> float:
    """Return how long it takes until a page asks again, its bell included."""
    return 1 / (1 / seconds + 1 / BELL)


def _asks_of(page: str) -> list[tuple[str, str]]:
    pattern = r'id="live-asks"[^>]*hx-get="([^"]+)"[^>]*?If-None-Match": "\\"(\w+)\\""'
    return [(path, f'"{mark}"') for path, mark in re.findall(pattern, page)]
