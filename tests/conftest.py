"""What every test can ask for: an engine, an app on a fresh database, a client, the clock."""

import gc
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

import portal
from portal import clock
from portal.db import db
from portal.insight import keeping
from tests import engines
from tests.chromium import base_url, browser_type_launch_args  # noqa: F401 - fixtures
from tests.compiled import STATEMENTS, TEMPLATES, keep_address_builders
from tests.pages import Visitor
from tests.world import World

pytest_plugins = ["tests.network"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
keep_address_builders()
collect_ignore = [] if SHARED.is_dir() else ["shared"]


def pytest_addoption(parser):
    """Add `--engine`."""
    words = "which database the tests run on: sqlite, postgresql or both (the default)"
    parser.addoption("--engine", choices=(*engines.NAMES, "both"), default="both", help=words)


def pytest_generate_tests(metafunc):
    """Run every test that needs a database on each engine it is not restricted from."""
    if "engine" not in metafunc.fixturenames:
        return
    marked = {mark.name for mark in metafunc.definition.iter_markers()}
    names = [n for n in engines.NAMES if n in marked] or engines.NAMES
    metafunc.parametrize("engine", names, indirect=True, scope="session")


def pytest_collection_modifyitems(config, items):
    """Leave out the engine that was not asked for."""
    wanted = config.getoption("--engine")
    if wanted == "both":
        return
    left_out = [item for item in items if _engine_of(item) not in (None, wanted)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish():
    """Search less for garbage: a fifth of the time went into looking at what stays anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_terminal_summary(terminalreporter):
    """Say so when tests had to be left out."""
    if not SHARED.is_dir():
        terminalreporter.write_line("left out: tests/shared, there is no ../shared folder")


def _engine_of(item):
    return item.callspec.params.get("engine") if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data beside the checkout."""
    return SHARED


@pytest.fixture(scope="session")
def engine(request):
    """One engine, started once per test process."""
    chosen = engines.ENGINES[request.param]()
    try:
        chosen.start()
        yield chosen
    finally:
        chosen.stop()


@pytest.fixture(scope="session")
def cast(engine, tmp_path_factory) -> dict:
    """Let the fixed cast join once per engine; their database becomes a template."""
    urls = engine.fresh()
    made = portal.create_app(given(urls, tmp_path_factory.mktemp("cast")))
    with made.app_context(), clock.held_at(MORNING):
        known = World(made).known()
        db.session.remove()
        db.engine.dispose()
    engine.keep_as("world", urls)
    return known


@pytest.fixture
def settings(request, engine, tmp_path) -> dict:
    """The settings of a portal on a fresh, migrated database."""
    _forget_models()
    if "world" in request.fixturenames:
        request.getfixturevalue("cast")
        urls = engine.fresh("world")
    else:
        urls = engine.fresh()
    yield given(urls, tmp_path)
    engine.drop(urls)


def _forget_models() -> None:
    """A process keeps the models it has read; another database has others of the same version."""
    for read in vars(keeping).values():
        if hasattr(read, "cache_clear"):
            read.cache_clear()


def given(urls: dict[str, str], folder: Path) -> dict:
    """Return settings for a portal that keeps its files in `folder`."""
    return {
        **urls,
        "TESTING": True,
        "SECRET_KEY": "only for the tests",
        "VAULT_DIR": folder / "files",
        "MAIL_DIR": folder / "mail",
        "WORKER_IN_WEB": "0",
        "ARGON2_MEMORY_KIB": 8,  # as cheap as a hash can be
        "ARGON2_ROUNDS": 1,
    }


@pytest.fixture
def app(settings):
    """A portal on a fresh database, with its context entered, so that rooms can be called."""
    made = portal.create_app(settings)
    made.jinja_env.bytecode_cache = TEMPLATES
    made.test_client_class = Visitor
    with made.app_context():
        db.engine.update_execution_options(compiled_cache=STATEMENTS)
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def world(app, cast, at) -> World:
    """The fixed cast, at nine in the morning (UTC) of 2 March 2026."""
    at(MORNING)
    return World(app, cast)


@pytest.fixture
def client(app):
    """A browser without JavaScript, nobody signed in."""
    return app.test_client()


@pytest.fixture
def at():
    """Set the clock for every thread: `at("2026-03-02T09:00")`, UTC unless it says otherwise."""
    with ExitStack() as held:

        def set_clock(moment: str | datetime) -> datetime:
            given = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
            aware = given if given.tzinfo else given.replace(tzinfo=UTC)
            held.enter_context(clock.held_at(aware))
            return aware

        yield set_clock
