"""The outbox under fire: a mail server that fails three times in ten, and a worker that is killed.

Every notice must be delivered; under one Message-ID at every try; twice only where the answer
after the data was lost, or where the worker was killed while it sent. The planted bug is a
worker that calls a notice sent before it is: then some are lost, and that must show.
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

import portal
from portal import clock, desk, flow, jobs
from portal.db import db, keeper, transaction
from portal.desk import Job, Notice
from tests.bench.goals import Board
from tests.conftest import ROOT
from tests.goals.smtp import Mailserver, name_of
from tests.goals.stage import Stage

SHARE = 0.3  # of the connections fail
LONGEST = 3600  # seconds; what is not through by then is lost
WORKER = "import sys; from tests.goals.outbox import serve; serve(sys.argv[1])"


def run(stage: Stage, board: Board, notices: int = 10_000) -> None:
    """Send so many notices; kill the worker in the middle; then plant the bug."""
    logging.disable(logging.ERROR)  # of ten thousand mails three thousand failures are reported
    try:
        _run(stage, board, notices)
    finally:
        logging.disable(logging.NOTSET)


def _run(stage: Stage, board: Board, notices: int) -> None:
    order = stage.world.place("PO-1")
    _hurry(stage, sent=True)
    with Mailserver(SHARE) as server:
        names = _write(stage, order, notices)
        killed = _kill_in_the_middle(stage, server, notices)
        _deliver(stage, server, names)
        _judge(stage, board, server, names, killed)
    with Mailserver(SHARE) as server:
        names = _write(stage, order, max(40, notices // 100), "planted")
        _planted(stage, server, names)
        lost = names - _delivered(server).keys()
        board.goal(f"outbox.planted.caught.{stage.engine}", int(bool(lost)), "=", 1)


def _write(stage: Stage, order, many: int, box: str = "box") -> set[str]:
    """Write the notices, each to a mailbox of its own; return the names of their mails."""
    made: set[str] = set()
    for first in range(0, many, 500):
        boxes = range(first, min(first + 500, many))

        def some(boxes=boxes):
            for n in boxes:
                address = f"{box}{n}@brenner.example"
                made.add(desk.notify("order_changed", {}, address=address, stream=order).hex)

        flow.within(stage.world.nordwind, some)
    return {f"<{name}@example.com>" for name in made}


def _judge(stage, board: Board, server: Mailserver, names: set[str], killed: set[str]) -> None:
    times, engine = _delivered(server), stage.engine
    lost = names - times.keys()
    again = {name for name, n in times.items() if n > 1}
    excused = set(server.lost) | killed
    board.goal(f"outbox.lost.{engine}", len(lost), "=", 0)
    board.goal(f"outbox.other_names.{engine}", len(times.keys() - names), "=", 0)
    board.goal(f"outbox.repeated_for_no_reason.{engine}", len(again - excused), "=", 0)
    board.goal(f"outbox.killed.{engine}", len(killed), "≥", 1)
    board.goal(f"outbox.waiting.{engine}", _left(stage), "=", 0)


def _delivered(server: Mailserver) -> Counter:
    return Counter(name_of(raw).strip() for raw in server.raw)


def _kill_in_the_middle(stage: Stage, server: Mailserver, notices: int) -> set[str]:
    """Kill a worker process when a third is through; return what it held when it died."""
    worker = _worker(stage, server)
    while len(server.raw) < notices // 3:
        assert worker.poll() is None, worker.stderr.read().decode()
        time.sleep(0.02)
    worker.kill()
    worker.wait()
    worker.stderr.close()
    return _held(stage)


def _worker(stage: Stage, server: Mailserver) -> subprocess.Popen:
    settings = stage.settings | {"SMTP_URL": server.url}
    given = json.dumps({name: str(value) for name, value in settings.items()})
    db.session.remove()
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, given], cwd=ROOT, stderr=subprocess.PIPE, env=os.environ
    )


def serve(given: str) -> None:
    """Work until killed, in a process of its own; what failed is tried again at once."""
    app = portal.create_app(json.loads(given))
    logging.disable(logging.CRITICAL)
    with app.app_context():
        while True:
            jobs.work()


def _held(stage: Stage) -> set[str]:
    """Return the names of the mails that a worker that is gone still holds."""
    with keeper(stage.world.nordwind):
        held = sa.select(Job.args).where(Job.lease.is_not(None), Job.done_at.is_(None))
        found = [json.loads(args)["notice"] for args in db.session.scalars(held)]
    return {f"<{name.replace('-', '')}@example.com>" for name in found}


def _deliver(stage: Stage, server: Mailserver, names: set[str]) -> None:
    """Let the worker go on until nothing waits, without waiting for leases and back-off."""
    stage.app.config["SMTP_URL"] = server.url
    end = time.monotonic() + LONGEST
    while _left(stage) and time.monotonic() < end:
        _hurry(stage)
        while jobs.work():
            pass
    stage.app.config["SMTP_URL"] = ""


def _hurry(stage: Stage, sent: bool = False) -> None:
    """Let leases lapse and waits end; given up is tried again, as an administrator does."""
    past = clock.now() - timedelta(hours=1)
    waits = sa.update(Job).where(Job.done_at.is_(None))
    values = {"run_at": past, "leased_until": None, "lease": None}
    values |= {"done_at": past} if sent else {}
    with keeper(stage.world.nordwind), transaction():
        desk.telling.replay(desk.telling.all_dead())
        quietly = {"synchronize_session": False}
        db.session.execute(waits.values(**values).execution_options(**quietly))


def _left(stage: Stage) -> int:
    waiting = sa.select(sa.func.count()).select_from(Notice).where(Notice.state == desk.WAITING)
    mails = waiting.where(Notice.template == "order_changed")
    with keeper(stage.world.nordwind):
        return db.session.scalar(mails)


def _planted(stage: Stage, server: Mailserver, names: set[str]) -> None:
    """A worker that says sent first: what the server did not take then is lost."""
    with keeper(stage.world.nordwind), transaction():
        early = sa.update(Notice).where(Notice.state == desk.WAITING)
        quietly = {"synchronize_session": False}
        rows = db.session.scalars(sa.select(Notice).where(Notice.state == desk.WAITING)).all()
        letters = [(one.message_id, one.made_at, desk.letter(one)) for one in rows]
        db.session.execute(early.values(state=desk.SENT).execution_options(**quietly))
    for name, made_at, letter in letters:
        mail = desk.Mail(name, letter.to, "", "planted", "planted", "<p>planted</p>", made_at)
        try:
            desk.sender(server.url, stage.settings["MAIL_DIR"], "portal@example.com")(mail)
        except OSError:
            continue  # the planted bug: nobody tries it again
