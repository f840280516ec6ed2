"""Rules judged on history: what they would have said, side by side, before they are switched on."""

import json
from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal import clock, desk, flow, ledger, people, watch
from portal.errors import N_, NotAllowed, NotFound, PortalError
from portal.watch import KEY, RULES, VERDICTS, Asked, Backtest, BacktestRow, Result, Rule, Truth
from portal.web import babel, case_words
from portal.web.exceptions import figures
from portal.web.exceptions.door import MAY, bp
from portal.web.exceptions.trying import asked, filled, try_form
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.pages import done, show, wants_part

PAGE = 50
EARLIER = 10  # backtests of a rule that its page names


@bp.get("/exceptions/backtests")
@audience(*MAY)
def see_backtests():
    """How each rule would have done on history, and the way to try it in other settings."""
    settings, newest = watch.settings(), watch.newest_of_every_rule()
    found = watch.result_of(newest) if newest else None
    running = [one for one in watch.backtests_of("", 1) if one.state != watch.DONE]
    shown = figures.every_row(found) if found else []
    known = {row["rule"] for row in shown}
    rest = [figures.no_row(name) for name in RULES if name not in known]
    return show(
        "exceptions/backtests.html",
        form=PortalForm(),
        found=found,
        few=figures.few(found) if found else "",
        truth=figures.truth_words(found.asked.truth if found else Truth()),
        running=url_for("exceptions.see_backtest", backtest=running[0].id) if running else None,
        heads=figures.heads([_("Rule")]),
        rows=[_with_state(row, settings) for row in (*shown, *rest) if row["rule"] in RULES],
    )


@bp.post("/exceptions/backtests")
@audience(*MAY)
def judge_all():
    """Judge every rule as it is set now."""
    return _ask(PortalForm(), watch.every_rule(Truth()))


@bp.get("/exceptions/backtests/rules/<string:rule>")
@audience(*MAY)
def see_trying(rule: str):
    """One rule: with which figures it is to be judged, and how it did before."""
    return _trying(_rule(rule), filled(_rule(rule), watch.settings()))


@bp.post("/exceptions/backtests/rules/<string:rule>")
@audience(*MAY)
def judge(rule: str):
    """Judge this rule with these figures."""
    found = _rule(rule)
    form = try_form(found)()
    if not form.validate():
        return _trying(found, form, 422)
    try:
        return _ask(form, asked(found, form))
    except PortalError as error:
        form.refuse(error)
        return _trying(found, form, error.status)


@bp.get("/exceptions/backtests/<uuid:backtest>")
@audience(*MAY)
def see_backtest(backtest: UUID):
    """How far a backtest is, and what it found."""
    kept = watch.backtest_called(backtest)
    found, rule = watch.result_of(kept), kept.rule
    settings = watch.settings()
    return show(
        "exceptions/backtest.html",
        "exceptions/_backtest.html",
        alone=wants_part(),
        form=PortalForm(),
        found=found,
        first=found.figures[0],
        title=case_words.rule(rule) if rule else _("Every rule"),
        rule=rule if rule in RULES else "",
        mode=settings.mode(rule),
        modes=case_words.MODES,
        may_switch=viewer().role == "admin",
        truth=figures.truth_words(found.asked.truth),
        few=figures.few(found),
        afterwards=figures.late_only_after(found),
        columns=figures.columns(found),
        measures=figures.measures(found),
        figure_heads=figures.column_heads(found),
        heads=figures.heads([_("Rule")]),
        every=figures.every_row(found) if not rule else [],
        picture=figures.picture(found),
    )


@bp.get("/exceptions/backtests/<uuid:backtest>/orders")
@audience(*MAY)
def see_judged(backtest: UUID):
    """The orders behind a count: what the rule said, and what came."""
    found = watch.result_of(watch.backtest_called(backtest))
    n, what = request.args.get("n", 0, type=int), request.args.get("what", watch.CAUGHT)
    if not 0 <= n < len(found.asked.tries) or what not in VERDICTS:
        raise NotFound(N_("There are no such orders in this backtest."))
    rows = watch.backtest_rows(backtest, n, what, _place(request.args.get("after")), PAGE + 1)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    here = {"backtest": backtest, "n": n, "what": what}
    one = found.asked.tries[n]
    return show(
        "exceptions/judged.html",
        found=found,
        title=case_words.rule(one.rule),
        says=figures.setting_words(one),
        what=str(figures.TOLD[what][0]),
        tabs=_tabs(found, n, what),
        rows=_rows(rows),
        older=url_for("exceptions.see_judged", **here, after=rows[-1][0].order) if more else None,
        newest=url_for("exceptions.see_judged", **here) if request.args.get("after") else None,
    )


@bp.post("/exceptions/backtests/<uuid:backtest>/mode")
@audience("admin")
def switch_rule(backtest: UUID):
    """From now on this rule is tried in silence, or on, with the figures that were judged."""
    form, by = PortalForm(), viewer()
    found = watch.result_of(watch.backtest_called(backtest))
    mode, n = request.form.get("mode", ""), request.form.get("n", 0, type=int)
    tries = found.asked.tries
    if not form.validate() or mode not in watch.MODES or not 0 <= n < len(tries):
        raise NotAllowed(N_("Open the backtest again and choose there what the rule is to do."))
    flow.manage(by.org, by, lambda: (None, _switched(form.key.data, tries[n], mode)))
    says = case_words.MODES[mode]
    flash(_("“%(rule)s” is now: %(mode)s.", rule=case_words.rule(tries[n].rule), mode=says), "ok")
    return done("exceptions.see_backtest", backtest=backtest)


def _switched(key: str, one: watch.Try, mode: str) -> list[ledger.Draft]:
    """Draft the next version of the rules with one of them changed; the same form twice is one."""
    by, digest = viewer(), desk.digest_of(ledger.canonical([key, one.rule, mode]).encode())
    if desk.seen(by.org, by.id, key, digest):
        return []
    desk.remember(by.org, by.id, key, digest)
    _version, doc = ledger.settings_of(KEY).get(KEY, (0, {}))
    rules = {**doc.get("rules", {}), one.rule: watch.changed(watch.settings(), one, mode)}
    desk.look_at_open(clock.now())
    return [watch.set_rules({**doc, "rules": rules})]


def _ask(form: PortalForm, wanted: Asked):
    """Put a backtest in line; the same form twice is one."""
    by = viewer()
    if not form.validate():
        raise NotAllowed(N_("Open the page again and repeat it."))
    doc = ledger.canonical(watch.written(wanted))
    digest = desk.digest_of(doc.encode())

    def ask() -> str:
        before = desk.seen(by.org, by.id, form.key.data, digest)
        if before:
            return json.loads(before.answer)["backtest"]
        made = str(flow.ask_backtest(wanted, by.id))
        answer = ledger.canonical({"backtest": made})
        desk.remember(by.org, by.id, form.key.data, digest, answer=answer)
        return made

    return done("exceptions.see_backtest", backtest=flow.within(by.org, ask))


def _trying(rule: Rule, form: PortalForm, status: int = 200):
    settings = watch.settings()
    return show(
        "exceptions/trying.html",
        status=status,
        form=form,
        rule=rule.name,
        title=case_words.rule(rule.name),
        advice=case_words.advice(rule.name),
        mode=str(case_words.MODES[settings.mode(rule.name)]),
        first=[form[f"a-{figure}"] for figure in rule.figures],
        second=[form[f"b-{figure}"] for figure in rule.figures],
        heads=figures.heads([_("When"), _("Setting")])[:6],
        earlier=[_earlier(one) for one in watch.backtests_of(rule.name, EARLIER)],
    )


def _earlier(kept: Backtest) -> dict:
    found = watch.result_of(kept)
    return {
        "url": url_for("exceptions.see_backtest", backtest=kept.id),
        "at": babel.moment(kept.made_at),
        "iso": babel.iso(kept.made_at),
        "done": found.done,
        "says": "; ".join(one["says"] for one in figures.columns(found)),
        "cells": [(str(label), value(found, 0)) for label, _hint, value in figures.SHORT[:4]],
    }


def _with_state(row: dict, settings: watch.Settings) -> dict:
    mode = settings.mode(row["rule"])
    tone = {"on": "ok", "shadow": "info"}.get(mode, "neutral")
    url = url_for("exceptions.see_trying", rule=row["rule"])
    return row | {"mode": str(case_words.MODES[mode]), "tone": tone, "url": url}


def _rule(name: str) -> Rule:
    if name not in RULES:
        raise NotFound(N_("There is no rule called %(rule)s."), rule=name)
    return RULES[name]


def _tabs(found: Result, n: int, what: str) -> list[dict]:
    """Return the ways to the other orders of this try; those without any are left out."""
    doc = found.figures[n]
    return [
        {
            "label": str(label),
            "count": babel.amount(doc[one]),
            "url": url_for("exceptions.see_judged", backtest=found.id, n=n, what=one),
            "current": one == what,
        }
        for label, one in (
            (_("Caught"), watch.CAUGHT), (_("Missed"), watch.MISSED),
            (_("False alarms"), watch.FALSE), (_("Spoke afterwards"), watch.AFTER),
            (_("Not to be judged"), watch.OPEN),
        )
        if doc[one] or one == what
    ]  # fmt: skip


def _rows(rows: list[tuple[BacktestRow, str, int]]) -> list[dict]:
    names = people.called({partner for _row, _number, partner in rows})
    return [
        {
            "url": url_for("orders.see", order=row.order),
            "number": number,
            "partner": names.get(partner),
            "at": row.at and babel.moment(row.at),
            "iso": row.at and babel.iso(row.at),
            "day": row.day and babel.day(row.day),
            "came": row.came and babel.moment(row.came),
            "days": row.days,
        }
        for row, number, partner in rows
    ]


def _place(text: str | None) -> UUID | None:
    """Return where a page starts; an address somebody changed by hand starts at the top."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
