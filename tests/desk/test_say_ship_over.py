"""More in shipments than was ordered: which tolerance decides, and what follows."""

from decimal import Decimal

import pytest

from portal import watch
from portal.desk.tolerance import Limit, Tolerance
from portal.errors import NotUnderstood
from tests.desk.afloat import FIRST, SHIPMENT, put, sea


def over(*keys_and_limits):
    """Return settings that say what may be shipped beyond the order."""
    return {key: (3, Tolerance({"ship.over": limit})) for key, limit in keys_and_limits}


FIVE = Limit("accept", "refuse", pct=Decimal(5), message="Call us first.")


def test_a_little_more_is_fine_where_the_buyer_allows_it():
    there = sea(settings=over(("tolerance:default", FIVE)))

    there.announce(put("105"))

    assert there.journey().lines[1].shipped == 105
    (said,) = there.orders[FIRST].said[-1].facts["body"]["over"]
    assert (said["says"], said["key"], said["version"]) == ("accept", "tolerance:default", 3)
    assert (said["off"], said["pct"], "limit" in said) == ("5", "5", False)
    with pytest.raises(NotUnderstood, match="Call us first"):
        sea(settings=there.settings).announce(put("105.5"))


def test_the_most_specific_setting_says_how_much_more_may_be_shipped():
    order_key = f"tolerance:order:{FIRST}"
    there = sea(settings=over((order_key, Limit("ask")), ("tolerance:default", FIVE)))

    there.announce(put("150"), beyond=True)

    (said,) = there.orders[FIRST].said[-1].facts["body"]["over"]
    assert (said["says"], said["why"], said["key"]) == ("ask", "always", order_key)


def test_an_absolute_limit_holds_for_the_line_in_all_shipments():
    pieces = Limit("accept", "ask", abs=Decimal(2), unit="EA")
    there = sea("60", "40", settings=over(("tolerance:supplier:2", pieces)))

    there.announce(put("61"), put("41", part=2))

    (said,) = there.orders[FIRST].said[-1].facts["body"]["over"]
    assert (said["says"], said["why"], said["off"]) == ("accept", "within", "2")
    there.change(put("61"), put("42", part=2), beyond=True)
    (said,) = there.orders[FIRST].said[-1].facts["body"]["over"]
    assert (said["says"], said["why"]) == ("ask", "beyond")
    assert there.journey().carried[str(SHIPMENT)].asked == {1}


def test_what_is_too_much_opens_a_case_until_it_is_corrected():
    there = sea(settings=over(("tolerance:default", Limit("ask"))))

    there.announce(put("104"), beyond=True)

    (found,) = [one for one in watch.look(there.journey(), watch.DEFAULTS)
                if one.rule == "shipped_over"]  # fmt: skip
    assert (found.line, found.words) == (1, {"qty": "4", "uom": "EA"})
    there.change(put("100"))
    assert "over" not in there.orders[FIRST].said[-1].facts["body"]
    assert "shipped_over" not in {one.rule for one in watch.look(there.journey(), watch.DEFAULTS)}


def test_more_that_the_buyer_is_asked_about_has_to_be_meant():
    there = sea(settings=over(("tolerance:default", Limit("accept", "ask", pct=Decimal(2)))))
    there.announce(put("102"))

    with pytest.raises(NotUnderstood, match="is meant") as refused:
        there.change(put("104"))

    assert refused.value.field == "beyond"
    assert refused.value.values["lines"] == "10: 104 / 100 EA"
    there.change(put("104"), beyond=True)
    there.change(put("103"))
    assert there.journey().lines[1].shipped == 103, "less of it needs no word more"


def test_a_word_that_it_is_meant_opens_nothing_that_is_refused():
    there = sea(settings=over(("tolerance:default", FIVE)))

    with pytest.raises(NotUnderstood, match="Call us first"):
        there.announce(put("106"), beyond=True)
