"""What is asked of the portal: the pages of one supplier, and many answers at once."""

import itertools
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import sqlalchemy as sa

from portal import journey
from portal.db import Scope, db, enter
from tests.bench.meter import Sample
from tests.bench.town import BIG_SHARE, Town, number


def questions(made: Town, scope: Scope, browser) -> dict[str, Callable]:
    """Return what the supplier asks, by name; `acknowledge` is given its sample."""
    answered, waiting = _orders(scope)
    open_orders = iter(waiting)
    numbers = itertools.cycle(range(made.orders - BIG_SHARE, -1, -BIG_SHARE))

    def search():
        return browser.get("/orders", query_string={"q": number(next(numbers))[:-3]})

    def acknowledge(sample: Sample):
        order = next(open_orders)
        form = answer_form(browser.get(f"/orders/{order}").get_data(as_text=True))
        path = form.pop("")
        return sample.take(lambda: browser.post(path, data=form))

    return {
        "list": lambda: browser.get("/orders"),
        "order": lambda: browser.get(f"/orders/{answered[0]}"),
        "search": search,
        "acknowledge": acknowledge,
    }


def answer_form(page: str) -> dict[str, str]:
    """Return the fields of the page's “accept all as asked” form; its address under ""."""
    for form in re.findall(r"<form[^>]*>.*?</form>", page, re.S):
        action = re.search(r'action="([^"]+/acceptances)"', form)
        if action:
            fields = {"": action.group(1)}
            for field in re.findall(r"<input[^>]*>", form):
                name = re.search(r'name="([^"]+)"', field)
                value = re.search(r'value="([^"]*)"', field)
                if name and value:
                    fields[name.group(1)] = value.group(1)
            return fields
    raise AssertionError("there is no form to accept with")


def waiting_for(scope: Scope) -> int:
    """Return how many orders wait for the supplier's answer."""
    return len(_orders(scope)[1])


def acknowledge_at_once(settings: dict, supplier, clients: int, most: int) -> Sample:
    """Answer up to `most` different orders from `clients` at once; return what each took."""
    scope, cookie = supplier
    _, waiting = _orders(scope)
    todo = iter(waiting[-most:])
    lock, waits = threading.Lock(), Sample()
    with serving(settings) as port:

        def client() -> None:
            line = HTTPConnection("127.0.0.1", port, timeout=60)
            while order := _next(todo, lock):
                _answer(line, cookie, order, waits)

        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(waits.wall) == len(waiting[-most:]), "some answers got lost"
    return waits


def _next(todo: Iterator, lock: threading.Lock):
    with lock:
        return next(todo, None)


def _answer(line: HTTPConnection, cookie: str, order, waits: Sample) -> None:
    head = {"Cookie": f"portal={cookie}"}
    line.request("GET", f"/orders/{order}", headers=head)
    page = line.getresponse()
    session = page.headers.get_all("Set-Cookie") or []
    form = answer_form(page.read().decode())
    path = form.pop("")
    head["Cookie"] = "; ".join([head["Cookie"], *(one.split(";")[0] for one in session)])
    head["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    line.request("POST", path, urllib.parse.urlencode(form), head)
    sent = line.getresponse()
    sent.read()
    assert sent.status == 303, f"answering was answered {sent.status}"
    waits.wall.append((time.perf_counter() - began) * 1000)


class serving:  # noqa: N801 - reads as a word: with serving(settings) as port
    """A real server on the same database, two processes with four threads each."""

    def __init__(self, settings: dict, app: str = "wsgi:app") -> None:
        self.app = app
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.env = os.environ | {k: str(v) for k, v in settings.items() if v is not None}

    def __enter__(self) -> int:
        words = ["-w2", "--threads", "4", "-b", f"127.0.0.1:{self.port}", self.app]
        command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "--log-level", "error"]
        self.server = subprocess.Popen([*command, *words], env=self.env)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5)
                return self.port
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def __exit__(self, *_exc) -> None:
        self.server.terminate()
        self.server.wait(20)


def _orders(scope: Scope) -> tuple[list, list]:
    """Return the ids of an answered order or two, and of all that wait for an answer."""
    db.session.rollback()
    enter(scope)
    reading = journey.OrderReading
    query = sa.select(reading.order).order_by(reading.opened_at.desc(), reading.order.desc())
    answered = list(db.session.scalars(query.where(reading.unanswered == 0).limit(5)))
    waiting = list(db.session.scalars(query.where(reading.unanswered > 0)))
    db.session.rollback()
    enter(None)
    return answered, waiting
