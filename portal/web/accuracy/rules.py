"""The lines by which a rule is judged: what it said of each, and what came."""

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import insight, people
from portal.insight import DUE, LATE, OF_RULES, SAID, AccuracyAlarm, AccuracyDue, Look
from portal.web import babel, case_words
from portal.web.accuracy import figures
from portal.web.accuracy.door import READERS, asked, bp, fields
from portal.web.guard import audience
from portal.web.pages import show
from portal.web.words_accuracy import of_rules

PAGE = 50


@bp.get("/accuracy/rules")
@audience(*READERS)
def see_rule():
    """The lines behind a figure of a rule, the last due first."""
    look, rule = asked(), request.args.get("rule", "")
    only = request.args.get("only", SAID if rule else DUE)
    doc = look.rule(rule) if look else None
    if doc is None or only not in _offered(rule):
        abort(404)
    after = request.args.get("after", type=int)
    found = insight.rule_behind(look, rule, only, after, PAGE)
    partners = people.called({due.partner for due, _number, _alarm in found})
    same = fields(look, rule=rule or None, only=only)
    return show(
        "accuracy/rule.html",
        label=case_words.rule(rule) if rule else _("Lines that were due"),
        rule=rule,
        period=ngettext("due in the last %(num)d day", "due in the last %(num)d days", look.days),
        enough="precision" in doc or not rule,
        some=_some(look, rule, doc, only),
        rows=[_row(*one, partners) for one in found],
        back=url_for("accuracy.see", **fields(look)) + "#rules",
        newest=url_for("accuracy.see_rule", **same) if after is not None else None,
        older=_older(found, same),
    )


def _offered(rule: str) -> tuple[str, ...]:
    return OF_RULES if rule else (DUE, LATE)


def _some(look: Look, rule: str, doc: dict, only: str) -> list[dict]:
    """Return which lines can be shown, with how many there are of each."""
    volume, right, late = doc["volume"], doc["right"], doc["late"]
    counts = (volume, right, volume - right, late - right, late, doc["lines"])
    return [
        {"label": of_rules(one), "count": figures.number(many), "current": one == only,
         "url": figures.rule_url(look, rule, one)}
        for one, many in zip(OF_RULES, counts, strict=True)
        if one in _offered(rule)
    ]  # fmt: skip


def _older(found: list[tuple], same: dict) -> str | None:
    if len(found) < PAGE:
        return None
    return url_for("accuracy.see_rule", **same, after=found[-1][0].n)


def _row(due: AccuracyDue, number: str, alarm: AccuracyAlarm | None, partners: dict) -> dict:
    return {
        "url": url_for("orders.see", order=due.order),
        "number": number,
        "line": due.line,
        "partner": partners.get(due.partner, ""),
        "due": babel.day(due.day),
        "came": babel.day(due.came) if due.came else None,
        "late": due.late,
        "said": babel.moment(alarm.at) if alarm else None,
        "then": url_for("orders.see", order=due.order, as_of=babel.iso(alarm.at)) if alarm else "",
        "ahead": _ahead(alarm) if alarm else None,
    }


def _ahead(alarm: AccuracyAlarm) -> str:
    if alarm.ahead:
        return ngettext("%(num)d day ahead", "%(num)d days ahead", alarm.ahead)
    return _("after its day")
