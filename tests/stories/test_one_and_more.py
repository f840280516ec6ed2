"""One piece was due, two were: quantities and days are said right for one, in both languages."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portal import clock
from portal.errors import N_, NotUnderstood
from portal.ledger import Draft, instant
from portal.watch import RULES
from portal.web import case_words, words_units
from portal.web.orders.wording import words
from tests.stories.cases import switch_on
from tests.world import Line

LANGUAGES = ("en", "de")
INSTANTS = ("asked_at", "failed_at", "bounced_at", "visit_at", "heard_at", "stop_at", "back_at",
            "came_at")  # fmt: skip
COUNTED = case_words.COUNTED
GOODS = {"uom": "EA", "due_day": "2026-04-01", "ship_day": "2026-04-01"}


@pytest.fixture
def speak(app):
    """Speak a language: `with speak("de"): …`."""

    def speak(language):
        return app.test_request_context(headers={"Accept-Language": language})

    return speak


@pytest.mark.parametrize(
    ("language", "n", "code", "said"),
    [
        ("en", "1", "EA", "1 pc"),
        ("en", "2", "EA", "2 pcs"),
        ("en", "0", "EA", "0 pcs"),
        ("en", "1.0", "BX", "1 box"),
        ("en", "1.5", "BX", "1.5 boxes"),
        ("en", "0.5", "DAY", "0.5 days"),
        ("en", "1", "KGM", "1 kg"),
        ("de", "1", "PX", "1 Palette"),
        ("de", "2", "PX", "2 Paletten"),
        ("de", "1.5", "DAY", "1,5 Tage"),
        ("de", "1", "EA", "1 Stk."),
    ],
)
def test_a_unit_follows_its_number(speak, language, n, code, said):
    with speak(language):
        assert words_units.amount_of(Decimal(n), code) == said


@pytest.mark.parametrize(
    ("language", "rule", "found", "said"),
    [
        ("en", "overdue", {"qty": "1"}, "1 pc was due on 1 Apr 2026 and has not come."),
        ("en", "overdue", {"qty": "2"}, "2 pcs were due on 1 Apr 2026 and have not come."),
        ("de", "overdue", {"qty": "1"}, "1 Stk. war am 01.04.2026 fällig und ist nicht"),
        ("de", "overdue", {"qty": "2"}, "2 Stk. waren am 01.04.2026 fällig und sind nicht"),
        ("en", "ship_date_missed", {"qty": "1"}, "1 pc should have left by 1 Apr 2026."),
        ("de", "ship_date_missed", {"qty": "1"}, "Hätte bis 01.04.2026 abgehen sollen: 1 Stk."),
    ],
)
def test_an_exception_speaks_of_one_or_of_more(speak, language, rule, found, said):
    with speak(language):
        assert case_words.trouble(rule, GOODS | found).startswith(said)


def test_an_abbreviated_unit_ends_the_sentence_with_its_own_point(speak):
    with speak("de"):
        said = case_words.trouble("ship_date_missed", GOODS | {"qty": "2"}, over=True)

    assert said.endswith(": 2 Stk.") and ".." not in said


@pytest.mark.parametrize(
    ("language", "lines", "said"),
    [
        ("en", "1", "No answer to 1 line, asked on"),
        ("en", "3", "No answer to 3 lines, asked on"),
        ("de", "1", "Keine Antwort zu 1 Position, angefragt am"),
        ("de", "3", "Keine Antwort zu 3 Positionen, angefragt am"),
    ],
)
def test_silence_on_one_line_is_not_silence_on_lines(speak, language, lines, said):
    found = {"lines": lines, "asked_at": "2026-03-01T09:00:00.000Z"}

    with speak(language):
        assert case_words.trouble("not_acknowledged", found).startswith(said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_says_in_full_what_is_and_what_was(speak, language, rule):
    found = GOODS | dict.fromkeys((*COUNTED, "rejected", "damaged", "over", "short", "wrong"), "1")
    found |= {"shipment": "DN-7", "papers": "packing_list"}
    found |= {"reason": "UNKNOWN", "step": "PRODUCTION_COMPLETED", "chance": "40"}
    found |= dict.fromkeys(("new_day", "expected_day"), "2026-04-09")
    found |= dict.fromkeys(INSTANTS, "2026-03-01T09:00:00.000Z")

    with speak(language):
        said = [case_words.trouble(rule, found, over=over) for over in (False, True)]

    assert said[0] != said[1] and not any("%(" in one or "EA" in one for one in said)


def test_a_finding_of_before_nothing_was_missing_is_still_said(speak):
    found = GOODS | dict.fromkeys(("qty", "rejected", "damaged", "over"), "1")

    with speak("en"):
        assert "1 damaged, 1 too many, 0 missing" in case_words.trouble("receipt_differs", found)


@pytest.mark.parametrize(
    ("before", "said"), [("1", "You reported 1 box before."), ("3", "You reported 3 boxes before.")]
)
def test_the_unit_in_an_error_follows_the_number_before_it(speak, before, said):
    error = NotUnderstood(
        N_("You reported %(before)s %(uom)s before."), "qty", before=before, uom="BX"
    )

    with speak("en"):
        assert words(error) == said


def test_one_piece_a_day_late_is_said_so_everywhere(world, at):
    switch_on(world)
    order = world.place("PO-7", Line(qty="1", agreed="2026-04-01"))
    at("2026-04-02T09:00")
    when = instant(clock.now() - timedelta(hours=30))
    world.tell(order, Draft("milestone", code="DEPARTED", line=1, when=when), by=world.sam)

    shown = world.browser(world.ada).get(f"/orders/{order}").text

    assert "1 day late" in shown and "1 days" not in shown
    assert "learnt 1 day later" in shown
    assert "1 pc was due on 1 Apr 2026 and has not come." in shown
    assert "1 pcs" not in shown and '1 <span class="unit">pc</span>' in shown
