"""Every route, every method, everybody: own, foreign and absent things.

Made from the application's own list of routes, so a new one is asked without anybody
remembering it. Foreign and absent must be one answer, byte for byte, but for what is
random on every page.
"""

import re

import pytest
import sqlalchemy as sa

from portal import journey, ledger, watch
from portal.db import db, keeper
from portal.web.guard import EVERYONE
from tests.access.things import ABSENT, FOREIGN, OWN, PARAMETERS, build

WHO = ("ada", "kim", "rio", "sam", "sue", "eve", "aud", "cam", None)
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}"
    r"|value=\"[\w.\-]{40,}\"|X-CSRFToken[^}]*"
)
# Doors that change the visitor's own session must be asked last, or with a fresh browser.
LEAVING = ("account.sign_out",)
NOTHING = ("shipments.print_labels",)  # of what has no packages there is none


@pytest.fixture
def town(world):
    """Two owners with orders, documents and cases."""
    return build(world)


def routes(app):
    """Return (rule, method) for everything that can be asked."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            if rule.endpoint != "static":
                yield rule, method


def test_every_parameter_has_something_behind_it(app):
    unknown = {name for rule, _ in routes(app) for name in rule.arguments} - PARAMETERS.keys()

    assert not unknown, f"say in tests/access/things.py what {unknown} means"


@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "nobody")
def test_foreign_and_absent_are_one_answer(town, app, who):
    cells, visits = 0, Visits(town, app)
    for rule, method in routes(app):
        if not rule.arguments or rule.endpoint in LEAVING:
            continue
        answers = {
            relation: visits.ask(who, rule, method, relation) for relation in (FOREIGN, ABSENT)
        }
        assert answers[FOREIGN] == answers[ABSENT], f"{method} {rule} tells {who} too much"
        assert answers[FOREIGN][0] < 500, f"{method} {rule} breaks"
        cells += 2
    assert cells


@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "nobody")
def test_a_door_opens_for_its_audience_only(town, app, who):
    role = getattr(town.world, who).actor.role if who else None
    visits = Visits(town, app)
    for rule, method in routes(app):
        if rule.endpoint in LEAVING:
            continue
        status, _ = visits.ask(who, rule, method, OWN)
        audience = app.view_functions[rule.endpoint].audience
        assert status < 500, f"{method} {rule} breaks for {who}"
        if EVERYONE in audience:
            continue
        if role is None:
            assert status in (302, 303, 401), f"{method} {rule} answers a stranger {status}"
        elif role not in audience:
            assert status == 404, f"{method} {rule} answers {role} {status}"
        elif method == "GET" and rule.arguments in ({"order"}, {"shipment"}):
            hidden = f"{method} {rule} hides {who}'s own: {status}"
            assert status in (200, 302, 303, 422) or rule.endpoint in NOTHING, hidden


def test_reading_changes_nothing_but_the_access_log(town, app):
    before, visits = _digest(town), Visits(town, app)
    for rule, method in routes(app):
        if method == "GET":
            for who in WHO:
                visits.ask(who, rule, "GET", OWN)

    assert _digest(town) == before


READINGS = (journey.OrderReading, journey.LineReading, journey.ShipmentReading)


class Visits:
    """One browser for each of the cast, kept as long as nobody signs it out."""

    def __init__(self, town, app):
        self.town, self.app, self.kept = town, app, {}

    def ask(self, who, rule, method, relation):
        """Return the status and what was said, but for what is random on every page."""
        browser, token = self._browser(who)
        answer = browser.open(
            self._path(who, rule, relation),
            method=method,
            data={"csrf_token": token} if method in UNSAFE else None,
        )
        if method in UNSAFE and rule.endpoint.startswith("account."):
            del self.kept[who]  # it may have changed who is signed in
        said = answer.get_data()
        if answer.mimetype.startswith("text/"):
            said = RANDOM.sub("#", said.decode())
        return answer.status_code, said

    def _browser(self, who):
        if who not in self.kept:
            person = getattr(self.town.world, who) if who else None
            browser = self.town.world.browser(person)
            page = browser.get("/account" if who else "/sign-in")
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
            self.kept[who] = browser, token.group(1)
        return self.kept[who]

    def _path(self, who, rule, relation):
        values = {name: PARAMETERS[name](self.town, who, relation) for name in rule.arguments}
        with self.app.test_request_context():
            return self.app.url_map.bind("localhost").build(rule.endpoint, values)


def _digest(town):
    """Return what the ledger and its readings hold, as counts and heads."""
    found = []
    for owner in (town.world.nordwind, town.world.westhaven):
        with keeper(owner):
            heads = db.session.execute(sa.select(ledger.Stream.id, ledger.Stream.head)).all()
            found.append(sorted(tuple(row) for row in heads))
            for model in (*READINGS, watch.CaseReading):
                count = sa.select(sa.func.count()).select_from(model)
                found.append(db.session.scalar(count))
    return found
