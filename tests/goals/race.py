"""Many at once: the same form and different forms to one line, over a real server."""

import json
import re
import threading
import urllib.parse
from collections import Counter
from datetime import UTC, datetime
from http.client import HTTPConnection
from uuid import UUID, uuid4

import sqlalchemy as sa

from portal import journey
from portal.db import db, taken
from tests.bench.crowd import serving
from tests.bench.goals import Board
from tests.goals.stage import Stage
from tests.world import Line

TRIES = 200


def run(stage: Stage, board: Board, threads: int = 64) -> None:
    """Send one form and many forms from `threads` threads at once; then a planted fault."""
    with serving(stage.settings) as port:
        same = _race(stage, port, threads, repeat=True)
        different = _race(stage, port, threads, repeat=False)
    with serving(stage.settings, "tests.goals.planted:app") as port:
        planted = _race(stage, port, threads, repeat=True)
    name = stage.engine
    board.goal(f"race.same.{name}", same["events"], "=", 1)
    board.goal(f"race.different.{name}", different["events"], "=", threads)
    board.goal(f"race.counted.{name}", different["packed"], "=", threads)
    board.goal(f"race.lost.{name}", same["lost"] + different["lost"], "=", 0)
    board.goal(f"race.refused.{name}", same["refused"] + different["refused"], "=", 0)
    board.goal(f"race.planted.caught.{name}", int(planted["events"] != 1), "=", 1)


def _race(stage: Stage, port: int, threads: int, repeat: bool) -> Counter:
    """Report a piece as packed from every thread; return what came of it."""
    world = stage.world
    order = world.place(f"R-{uuid4().hex[:8]}", Line(qty="1000", agreed="2099-01-01"))
    cookies, form = _form(port, order, world.secret(world.sam))
    answers = Counter()
    ready = threading.Barrier(threads)

    def send() -> None:
        sent = form if repeat else {**form, "key": uuid4().hex}
        ready.wait()
        answers[_send(port, order, cookies, sent)] += 1

    crowd = [threading.Thread(target=send) for _ in range(threads)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return _found(stage, order, answers, repeat)


def _found(stage: Stage, order: UUID, answers: Counter, repeat: bool) -> Counter:
    said = stage.world.history(order)
    events = sum(one.facts.get("code") == "PACKED" for one in said)
    with taken(stage.world.ada.scope):
        query = sa.select(journey.OrderReading.fold).where(journey.OrderReading.order == order)
        moved = json.loads(db.session.scalars(query).one()).get("moved", {})
    promised = min(answers[303], 1) if repeat else answers[303]
    return Counter(
        events=events,
        packed=int(moved.get("packed", "0")),
        lost=max(promised - events, 0),
        refused=answers.total() - answers[303],
    )


def _form(port: int, order: UUID, secret: str) -> tuple[str, dict[str, str]]:
    """Open the form for a step as the supplier; return the cookies and the fields, filled in."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", f"/orders/{order}?do=step", headers={"Cookie": f"portal={secret}"})
    answer = line.getresponse()
    page = answer.read().decode()
    given = [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or []]
    fields = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page).group(1)
        for name in ("csrf_token", "key")
    }
    today = datetime.now(UTC).date().isoformat()
    fields |= {"code": "PACKED", "klass": "ACT", "on": today, "line": "1.1"}
    return "; ".join([f"portal={secret}", *given]), fields | {"qty": "1", "count": "add"}


def _send(port: int, order: UUID, cookies: str, form: dict[str, str]) -> int:
    """Send a form; send it once more as long as somebody else was quicker, as the page asks."""
    for _ in range(TRIES):
        status = _post(port, order, cookies, form)
        if status != 409:
            break
    return status


def _post(port: int, order: UUID, cookies: str, form: dict[str, str]) -> int:
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    head = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", f"/orders/{order}/milestones", urllib.parse.urlencode(form), head)
    answer = line.getresponse()
    answer.read()
    return answer.status
