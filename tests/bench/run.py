"""One engine: a small town and a big one, the same questions to both."""

import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

import portal
from portal import clock, flow, people
from portal.db import Scope, db, door, keeper, transaction
from tests.bench import crowd, town
from tests.bench.goals import Board
from tests.bench.meter import Bare, Sample, Statements, scans
from tests.engines import Postgresql, Sqlite

PASSWORD = "a quiet harbour at dawn"
PAGES = ("list", "order", "search")
ACKNOWLEDGE = {"sqlite": 0.10, "postgresql": 0.06}
MOST_STATEMENTS = 6


class OnDisk(Sqlite):
    """SQLite as an installation runs it, where a write waits for the disk."""

    folder = staticmethod(lambda: None)


class Durable(Postgresql):
    """PostgreSQL as an installation runs it: what is acknowledged is on the disk."""

    folder = staticmethod(lambda: None)
    said = ("listen_addresses=", "shared_buffers=256MB")


ENGINES = {"sqlite": OnDisk, "postgresql": Durable}


@dataclass
class Cost:
    """Processor time a request, in milliseconds, by page; and of the bare pages."""

    page: dict[str, Sample]
    bare: dict[str, Sample]
    statements: dict[str, int]
    scanned: list[str]


def run(engine_name: str, orders: int, rounds: int, board: Board) -> None:
    """Measure both towns on one engine and print its goals."""
    engine = ENGINES[engine_name]()
    engine.start()
    try:
        small = measure(engine, orders // 10, rounds, None)
        big = measure(engine, orders, rounds, board)
    finally:
        engine.stop()
    judge(engine_name, small, big, board)


def measure(engine, orders: int, rounds: int, board: Board | None) -> Cost:
    """Build a town, ask for its pages, and print the goals that need no other town."""
    with tempfile.TemporaryDirectory() as home:
        settings = _settings(engine.fresh(), Path(home))
        app = portal.create_app(settings)
        portal.settle()  # as wsgi.py does
        bare = Bare(app)
        with app.app_context():
            made = _build(engine.name, orders, settings, board)
            supplier = _sign_in(app, made)
            cost = _pages(app, made, supplier, bare, rounds)
            if board:
                _acknowledge(app, made, supplier, cost, rounds)
                _scattered(engine.name, made, board)
                _crowd(engine.name, settings, supplier, board)
            db.session.remove()
            db.engine.dispose()
        engine.drop(settings)
        return cost


def _settings(urls: dict, home: Path) -> dict:
    return {
        **urls,
        "SECRET_KEY": "only for the benchmark",
        "VAULT_DIR": home / "files",
        "MAIL_DIR": home / "mail",
        "WORKER_IN_WEB": "0",
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _build(engine: str, orders: int, settings: dict, board: Board | None) -> town.Town:
    def show(done: int) -> None:
        print(f"\r{engine}: {done} of {orders} orders", end="", file=sys.stderr, flush=True)

    made = town.build(orders, time.perf_counter, show)
    print(file=sys.stderr)
    if engine == "postgresql":
        settle(settings)
    if board:
        board.goal(f"import.new.{engine}", made.events / made.seconds, "≥", 5000, "/s")
    return made


def settle(settings: dict) -> None:
    """Let PostgreSQL count its rows, as autovacuum does on a server that lives longer."""
    db.session.rollback()
    engine = sa.create_engine(settings["MIGRATION_URL"], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _sign_in(app, made: town.Town):
    """Let the first supplier's person join and sign in; return who and the cookie."""
    system, partner = people.system(made.owner), made.suppliers[0]
    with keeper(made.owner), transaction():
        week = timedelta(days=7)
        secret = people.invite(system, "sam@supplier.example", "supplier", week, partner)
        accepted = people.accept(secret, "Sam", PASSWORD, app.extensions["hasher"])
        person = people.join(secret, accepted, "en", "Europe/Berlin").person
    with door(), transaction():
        cookie = people.open_session(person, partner, clock.now())
    return Scope("partner", org=partner, owners=(made.owner,), person=person), cookie


def _pages(app, made: town.Town, supplier, bare: Bare, rounds: int) -> Cost:
    scope, cookie = supplier
    browser, stranger = app.test_client(), app.test_client()
    browser.set_cookie("portal", cookie)
    ask = crowd.questions(made, scope, browser)
    cost = Cost({}, {}, {}, [])
    for name in PAGES:
        bare.learn(name, ask[name])
        ask[name](), stranger.get(f"/bare/{name}")
        heard = Statements().of(ask[name])
        cost.statements[name] = len(heard)
        cost.scanned += [f"{name}: {table}" for table in scans(heard, scope)]
        cost.page[name], cost.bare[name] = Sample(), Sample()
    for _ in range(rounds):  # interleaved, so that a noisy neighbour disturbs all alike
        for name in PAGES:
            cost.page[name].take(ask[name])
            cost.bare[name].take(lambda name=name: stranger.get(f"/bare/{name}"))
    return cost


def _acknowledge(app, made: town.Town, supplier, cost: Cost, rounds: int) -> None:
    """Answer orders one by one, half of those that wait at most."""
    scope, cookie = supplier
    browser = app.test_client()
    browser.set_cookie("portal", cookie)
    ask = crowd.questions(made, scope, browser)["acknowledge"]
    sample = cost.page["acknowledge"] = Sample()
    for _ in range(min(rounds, crowd.waiting_for(scope) // 2)):
        sent = ask(sample)
        assert sent.status_code == 303, f"acknowledging was answered {sent.status_code}"


def _scattered(engine: str, made: town.Town, board: Board) -> None:
    chance, events, spent = random.Random(11), 0, 0.0
    for _ in range(6):
        told = list(town.scattered(made, chance, 300))
        began = time.perf_counter()
        events += sum(flow.batch(made.owner, told, people.system(made.owner)))
        spent += time.perf_counter() - began
    board.goal(f"import.old.{engine}", events / spent, "≥", 700, "/s")


def _crowd(engine: str, settings: dict, supplier, board: Board) -> None:
    waits = crowd.acknowledge_at_once(settings, supplier, clients=8, most=200)
    board.goal(f"acknowledge.p99.{engine}", waits.wall_at(0.99), "≤", 500, "ms")


def judge(engine: str, small: Cost, big: Cost, board: Board) -> None:
    """Print the goals of the pages: against the bare page, and against a small town's."""
    for name in PAGES:
        sample, floor = big.page[name], big.bare[name]
        print(
            f"{engine} {name}: {1000 / sample.cost:.0f}/s a core, "
            f"p50 {sample.wall_at(0.5):.1f} ms, p95 {sample.wall_at(0.95):.1f} ms, "
            f"bare {1000 / floor.cost:.0f}/s"
        )
        board.goal(f"statements.{name}.{engine}", big.statements[name], "≤", MOST_STATEMENTS)
        growth = (sample.cost / floor.cost) / (small.page[name].cost / small.bare[name].cost)
        board.goal(f"growth.{name}.{engine}", growth, "≤", 1.15)
    for name in ("list", "order"):
        board.goal(f"share.{name}.{engine}", big.bare[name].cost / big.page[name].cost, "≥", 0.30)
    ratio = big.page["search"].cost / big.page["list"].cost
    board.goal(f"search.{engine}", ratio, "≤", 1.5)
    share = big.bare["order"].cost / big.page["acknowledge"].cost
    board.goal(f"share.acknowledge.{engine}", share, "≥", ACKNOWLEDGE[engine])
    board.goal(f"scans.{engine}", len(big.scanned), "=", 0)
    for scanned in big.scanned:
        print(f"{engine} scans {scanned}")
