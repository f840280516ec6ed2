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
from portal.web.guard import EVERYONE, MACHINE
from tests.access.things import ABSENT, FOREIGN, OWN, PARAMETERS, build

# Lin has no account: she comes by the link to her order.
WHO = ("ada", "kim", "rio", "sam", "sue", "eve", "aud", "cam", "lin", None)
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}"
    r"|value=\"[\w.\-]{40,}\"|X-CSRFToken[^}]*"
)
# Doors that change the visitor's own session must be asked last, or with a fresh browser.
LEAVING = ("account.sign_out", "links.leave")
NOTHING = ("shipments.print_labels",)  # of what has no packages there is none
# Who manages them at the partner, not everybody there.
KEEPING = ("links.list_links", "orders.see_staff")
# By a link there are the pages of its order and of what carries its goods, and these.
BY_LINK = {"account.choose_language", "links.closed", "links.ask_again_here"}


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


def test_by_a_link_there_is_its_order_and_nothing_else(town, app):
    cells, visits = 0, Visits(town, app)
    for rule, method in routes(app):
        if rule.endpoint in LEAVING:
            continue
        status, _ = visits.ask("lin", rule, method, OWN)
        audience = app.view_functions[rule.endpoint].audience
        if rule.endpoint in BY_LINK:
            assert status < 500, f"{method} {rule} breaks for a link"
        elif not _of_order(rule) or "supplier" not in audience:
            assert status == 404, f"{method} {rule} answers a link {status}"
        elif (
            method == "GET"
            and rule.endpoint not in (*KEEPING, *NOTHING)
            and (rule.arguments in ({"order"}, {"shipment"}))
        ):
            assert status in (200, 302, 303, 422), f"{method} {rule} hides the link's own: {status}"
            cells += 1
        assert status < 500, f"{method} {rule} breaks for a link"
    assert cells


def _of_order(rule):
    return "order" in rule.arguments or rule.endpoint.startswith("shipments.")


@pytest.mark.parametrize("state", ["revoked", "expired"])
def test_a_link_that_is_no_longer_good_is_as_absent(town, app, state):
    browser = app.test_client()
    token = re.search(r'csrf_token"[^>]*value="([^"]+)"', browser.get("/sign-in").text).group(1)
    absent = "A" * 43
    for path in ("/a/{}", "/a/{}/again"):
        for method in ("GET", "POST"):
            answers = [
                browser.open(path.format(key), method=method, data={"csrf_token": token})
                for key in (town.keys[state], absent)
            ]
            told = [RANDOM.sub("#", re.sub(r"/a/[\w-]{43}", "/a/#", one.text)) for one in answers]
            assert answers[0].status_code == answers[1].status_code
            assert told[0] == told[1], f"{method} {path} tells too much of a link that is {state}"


@pytest.mark.parametrize(
    "who", [who for who in WHO if who != "lin"], ids=lambda who: who or "nobody"
)
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
        if role is None or MACHINE in audience:
            assert status in (302, 303, 401), f"{method} {rule} answers a stranger {status}"
        elif role not in audience:
            assert status == 404, f"{method} {rule} answers {role} {status}"
        elif rule.endpoint in KEEPING and role == "supplier":
            assert status == 200, "the first at a partner manages its links"
        elif method == "GET" and rule.arguments in ({"order"}, {"shipment"}):
            hidden = f"{method} {rule} hides {who}'s own: {status}"
            assert status in (200, 302, 303, 422) or rule.endpoint in NOTHING, hidden


def test_reading_changes_nothing_but_the_access_log(town, app):
    visits = Visits(town, app)
    visits.ask(
        "lin", next(rule for rule, _ in routes(app) if "order" in rule.arguments), "GET", OWN
    )
    before = _digest(town)  # Lin has sat down at her link, which the ledger tells
    for rule, method in routes(app):
        if method == "GET":
            for who in WHO:
                visits.ask(who, rule, "GET", OWN)

    assert _digest(town) == before


READINGS = (journey.OrderReading, journey.LineReading, journey.ShipmentReading)


class Visits:
    """One browser for each of the cast, kept as long as nobody signs it out."""

    def __init__(self, town, app):
        self.town, self.app, self.kept, self.roots = town, app, {}, {}

    def ask(self, who, rule, method, relation):
        """Return the status and what was said, but for what is random on every page."""
        browser, token = self._browser(who)
        answer = browser.open(
            self.roots.get(who, "") + self._path(who, rule, relation),
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
        if who == "lin" and who not in self.kept:
            self.kept[who] = self._seated()
        if who not in self.kept:
            person = getattr(self.town.world, who) if who else None
            browser = self.town.world.browser(person)
            page = browser.get("/account" if who else "/sign-in")
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
            self.kept[who] = browser, token.group(1)
        return self.kept[who]

    def _seated(self):
        """Sit down at the link to the order, and stay under its address from then on."""
        browser, path = self.town.world.browser(), f"/a/{self.town.keys['good']}"
        page = browser.get(path)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text).group(1)
        there = browser.post(path, data={"csrf_token": token}).location
        self.roots["lin"] = there.partition("/orders/")[0]
        return browser, token

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
