"""Mail scanners look at an action link a thousand times: nothing changes, and it still works.

They get, head and ask for options; they prefetch, preview, follow what stands on the page, keep
cookies or do not. Every row of every table is compared, but for the log of who looked.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.web.links import door, landing
from tests.bench.goals import Board
from tests.goals.stage import Stage
from tests.stories.mailbox import fill_in, send, sit_down
from tests.world import Line

LOG = "access"  # who looked at what: the only thing that a look may leave behind
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks",
    "Mozilla/5.0 (compatible; ProofpointURLDefense/2.0)",
    "BarracudaCentral/2.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Microsoft Office/16.0 (Microsoft Outlook 16.0; Pro)",
    "curl/8.5.0",
    "",
)
AHEAD = (
    {"Sec-Purpose": "prefetch;prerender"},
    {"Purpose": "prefetch"},
    {"X-Moz": "prefetch"},
    {"HX-Request": "true"},
    {"Range": "bytes=0-255"},
    {},
)
METHODS = ("GET", "GET", "GET", "HEAD", "OPTIONS")
_LED_TO = re.compile(r'(?:href|action|src|hx-get)="(/[^"#]*)"')


def run(stage: Stage, board: Board, visits: int = 1000) -> None:
    """Let scanners visit links of two orders, then somebody work by one; then a planted fault."""
    order = stage.world.place("PO-7", Line(qty="100"))
    paths = [send(stage.world, order), send(stage.world, order, "shared@brenner.example")]
    changed, broken = _visited(stage, paths, visits)
    board.goal(f"scanner.changed.{stage.engine}", changed, "=", 0)
    board.goal(f"scanner.broken.{stage.engine}", broken, "=", 0)
    with _sitting_down_by_a_look(stage.app):
        planted, _broken = _visited(stage, paths, 40)
    board.goal(f"scanner.planted.caught.{stage.engine}", int(planted > 0), "=", 1)
    board.goal(f"scanner.works.{stage.engine}", int(_works(stage, paths[0], order)), "=", 1)


def _visited(stage: Stage, paths: list[str], visits: int) -> tuple[int, int]:
    """Visit; return how many tables are not what they were, and how many answers were faults."""
    chance, broken = random.Random(7), 0
    before, browsers = tables(stage), [stage.app.test_client(use_cookies=keeps) for keeps in (0, 1)]
    known = list(paths)
    for _ in range(visits):
        browser, path = chance.choice(browsers), chance.choice([*paths, *known])
        answer = _visit(chance, browser, path)
        broken += answer.status_code >= 500
        known = _further(known, answer.text if answer.mimetype == "text/html" else "", paths)
    after = tables(stage)
    return sum(before[name] != after[name] for name in before), broken


def _visit(chance: random.Random, browser: FlaskClient, path: str):
    headers = {"User-Agent": chance.choice(AGENTS), **chance.choice(AHEAD)}
    return browser.open(path, method=chance.choice(METHODS), headers=headers)


def _further(known: list[str], page: str, paths: list[str]) -> list[str]:
    """Return where a page led as well; scanners try the addresses of forms, too."""
    found = [path.replace("&amp;", "&") for path in _LED_TO.findall(page)]
    return list(dict.fromkeys([*paths, *known, *found]))[:200]


def tables(stage: Stage) -> dict[str, str]:
    """Return what each table holds, as a digest; the log of looks apart."""
    bind = sa.create_engine(stage.settings["MIGRATION_URL"], poolclass=sa.pool.NullPool)
    found = sa.MetaData()
    with bind.connect() as connection:
        found.reflect(connection)
        kept = {
            name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for name, table in found.tables.items()
            if name != LOG
        }
    bind.dispose()
    return {name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in kept.items()}


def _works(stage: Stage, path: str, order) -> bool:
    """Can its recipient still accept the order by the link, and does the history say so?"""
    browser = stage.app.test_client()
    there = sit_down(browser, path)
    sent = fill_in(browser, there, "acceptances")
    told = stage.world.history(order)[-1].facts
    return sent.status_code == 303 and told["kind"] == "response" and told["by"]["auth"] == "link"


@contextmanager
def _sitting_down_by_a_look(app: Flask) -> Iterator[None]:
    """Plant a fault: whoever only looks at the link sits down at it."""
    sound = app.view_functions["links.look"]

    def look(secret: str):
        found = door.opened(secret)
        if found is not None:
            landing.seat(found, "")
        return sound(secret)

    look.audience = sound.audience
    app.view_functions["links.look"] = look
    try:
        yield
    finally:
        app.view_functions["links.look"] = sound
