"""Measuring requests: processor time, time on the wall, SQL statements, query plans."""

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, render_template, template_rendered
from sqlalchemy import event

from portal.db import Scope, db, enter
from portal.web.guard import EVERYONE

BIG = ("event", "stream", "party", "ref", "order_reading", "line_reading", "event_detail",
       "document", "case_reading", "due", "notice", "job", "idempotency")  # fmt: skip


@dataclass
class Sample:
    """What the requests of one page took, in milliseconds."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """Return the processor time of a typical request; the median shrugs off neighbours."""
        return statistics.median(self.cpu)

    def wall_at(self, share: float) -> float:
        """Return the time on the wall that `share` of the requests stayed under."""
        return sorted(self.wall)[min(len(self.wall) - 1, int(len(self.wall) * share))]

    def take(self, ask: Callable[[], object]) -> object:
        """Measure one request."""
        wall, cpu = time.perf_counter(), time.process_time()
        answer = ask()
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)
        return answer


class Bare:
    """The ceiling: the same template and rows from constants, no sign-in, no database."""

    def __init__(self, app: Flask) -> None:
        self.pages: dict[str, tuple[str, dict]] = {}

        def bare(name: str):
            """A page from constants."""
            template, context = self.pages[name]
            return render_template(template, **context)

        bare.audience = frozenset({EVERYONE})
        app.add_url_rule("/bare/<string:name>", "bare", bare)
        self._app = app

    def learn(self, name: str, ask: Callable[[], object]) -> None:
        """Remember what a page was rendered from."""
        seen: list[tuple[str, dict]] = []

        def note(_app, template, context, **_more) -> None:
            seen.append((template.name, context))

        with template_rendered.connected_to(note, self._app):
            answer = ask()
        assert answer.status_code == 200, f"{name}: {answer.status_code}"
        template, context = seen[-1]
        own = {"g", "request", "session", "current_user"}
        self.pages[name] = (template, {k: v for k, v in context.items() if k not in own})


class Statements:
    """Listens to the statements of a request."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []

    def of(self, ask: Callable[[], object]) -> list[tuple[str, object]]:
        """Return the statements that a request sends to the database."""
        self.heard = []
        event.listen(db.engine, "before_cursor_execute", self._hear)
        try:
            ask()
        finally:
            event.remove(db.engine, "before_cursor_execute", self._hear)
        return [(text, given) for text, given in self.heard if not text.startswith("BEGIN")]

    def _hear(self, _conn, _cursor, statement, parameters, _context, many) -> None:
        self.heard.append((statement, parameters[0] if many else parameters))


def scans(heard: list[tuple[str, object]], scope: Scope) -> list[str]:
    """Return the big tables that the plans of these statements read from end to end.

    The first statement looks up the session at the door, in the role that may; from the
    moment the request took its role, the plans are made in that.
    """
    db.session.rollback()
    enter(Scope("door"))
    connection = db.session.connection()
    engine, found = connection.dialect.name, []
    for text, given in heard:
        if "set_config" in text:
            enter(scope)
        elif text.lstrip().upper().startswith(("SELECT", "WITH")):
            explain = "EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN "
            plan = connection.exec_driver_sql(explain + text, given).all()
            found += _scanned("\n".join(str(row[-1]) for row in plan), engine)
    db.session.rollback()
    enter(None)
    return found


WHOLE = {  # how a plan says that it reads a table from end to end
    "sqlite": r"SCAN (\w+)(?! VIRTUAL)|SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(owner=\?\)$",
    "postgresql": r"Seq Scan on (\w+)",
}


def _scanned(plan: str, engine: str) -> list[str]:
    """An index that leads no further than the owner is a scan too: one owner may have it all."""
    hits = re.finditer(WHOLE[engine], plan, re.M)
    return [hit.group(hit.lastindex) for hit in hits if hit.group(hit.lastindex) in BIG]
