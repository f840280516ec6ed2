"""A mail that came back is a trouble of its order until somebody there has spoken."""

import pytest

from portal.journey import fold
from portal.watch import DEFAULTS, RULES
from tests.journey.saying import Story
from tests.watch.saying import bounced


def found(story, rule):
    """Return what one rule finds in a story."""
    return list(RULES[rule].look(fold(story.said), DEFAULTS.rules[rule]))


def one(story, rule):
    findings = found(story, rule)
    assert len(findings) == 1
    return findings[0]


@pytest.fixture
def story():
    told = Story()
    told.order()
    told.line(("100", "04-20"))
    return told


def test_a_mail_that_came_back_is_found_at_once(story):
    assert found(story, "mail_bounced") == []

    ident = bounced(story)

    finding = one(story, "mail_bounced")
    assert (finding.line, finding.since, finding.evidence) == (0, story.at, (ident,))


def test_it_is_over_once_somebody_there_has_spoken_afterwards(story):
    story.accept()
    bounced(story)
    assert one(story, "mail_bounced")

    story.accept(key="again")
    assert found(story, "mail_bounced") == []


def test_the_last_mail_that_came_back_counts(story):
    last = bounced(story, hours=9)
    bounced(story, hours=-8)

    assert one(story, "mail_bounced").evidence == (last,)


def test_whoever_reads_without_the_owners_notes_finds_nothing(story):
    bounced(story)
    shared = [said for said in story.said if "only_for" not in said.facts]

    assert fold(story.said).unreached and fold(shared).unreached == []
