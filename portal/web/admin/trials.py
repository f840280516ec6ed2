"""The administrator's dry runs: what a tolerance would have done with past answers."""

import json
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import lazy_gettext as _l

from portal import desk, flow, ledger, people
from portal.desk import tolerance, trials
from portal.web import words_tolerance
from portal.web.admin.door import bp
from portal.web.admin.holding import setting_lines
from portal.web.admin.whom import Whom, listed
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.orders.entries import short_no
from portal.web.pages import done, show, wants_part

PAGE = 50
SAYS = {
    "accept": _l("would be accepted"),
    "ask": _l("would be asked"),
    "refuse": _l("would be refused"),
}
REALLY = {
    "accepted": _l("the buyer accepted it"),
    "by_rule": _l("accepted automatically"),
    "refused": _l("the buyer refused it"),
    "countered": _l("the buyer wanted something else"),
    "waiting": _l("still waits"),
    "overtaken": _l("overtaken by another word"),
    "taken_back": _l("taken back"),
}
LEFT = {
    "as_asked": _l("exactly as asked: nothing has to be decided"),
    "by_hand": _l("refusals, other items, no day yet: a person decides, whatever is set"),
    "to_counter": _l("the buyer had just asked for something else: a person decides"),
    "not_for": _l("to lines that this setting is not for"),
    "no_line": _l("to lines that are not there"),
}
TONES = {"accept": "ok", "ask": "warn", "refuse": "bad"}


@bp.get("/tolerances/trials/<uuid:trial>")
@audience("admin")
def see_trial(trial: UUID):
    """How far a dry run has come, and what it says to each answer."""
    found = trials.trial_called(trial)
    told = tolerance.read(json.loads(found.doc))
    says, really = _chosen("says", SAYS), _chosen("really", REALLY)
    rows = trials.rows_of(trial, says, really, request.args.get("after", type=int), PAGE + 1)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    weighed, left = trials.counts_of(found)
    here = {"trial": trial, "says": says or None, "really": really or None}
    return show(
        "admin/trial.html",
        "admin/_trial.html",
        alone=wants_part(),
        trial=found,
        whom=listed({found.key: (found.version, told)}).get(found.key),
        setting=setting_lines(told),
        busy=found.state != trials.DONE,
        table=_totals(weighed, trial),
        many=sum(weighed.values()),
        left=[(left[why], str(words)) for why, words in LEFT.items() if left.get(why)],
        rows=_rows(rows),
        chosen=[str(words) for words in (SAYS.get(says), REALLY.get(really)) if words],
        older=url_for("admin.see_trial", after=rows[-1].n, **here) if more else None,
        newest=url_for("admin.see_trial", **here) if request.args.get("after") else None,
        everything=url_for("admin.see_trial", trial=trial),
    )


def start(form: PortalForm, found: Whom, said: tolerance.Tolerance) -> Response:
    """Put what was typed in line for a dry run; nothing is set by it. The same twice is one."""
    by = viewer()
    asked = ledger.canonical([form.key.data or "", found.key, tolerance.written(said)])
    digest = desk.digest_of(asked.encode())
    key = f"try:{digest.hex()[:40]}"

    def ask() -> str:
        before = desk.seen(by.org, by.id, key, digest)
        if before:
            return json.loads(before.answer)["trial"]
        made = str(trials.ask(found.key, said, by.id))
        desk.remember(by.org, by.id, key, digest, answer=ledger.canonical({"trial": made}))
        return made

    return done("admin.see_trial", trial=flow.within(by.org, ask))


def _chosen(name: str, words: dict) -> str:
    wanted = request.args.get(name, "")
    return wanted if wanted in words else ""


def _totals(counts: dict[str, int], trial: UUID) -> list[dict]:
    """Return how often each was said, by what really happened; each number leads to its rows."""
    rows = []
    for really, words in REALLY.items():
        cells = [
            {
                "n": counts.get(f"{says}/{really}", 0),
                "url": url_for("admin.see_trial", trial=trial, says=says, really=really),
            }
            for says in SAYS
        ]
        if any(cell["n"] for cell in cells):
            rows.append({"really": str(words), "cells": cells})
    return rows


def _rows(rows) -> list[dict]:
    names = people.called({row.partner for row in rows})
    return [
        {
            "order": row.order,
            "number": row.number,
            "no": short_no(row.no),
            "partner": names.get(row.partner, ""),
            "at": row.answered_at,
            "says": str(SAYS[row.says]),
            "tone": TONES[row.says],
            "really": str(REALLY[row.really]),
            "why": [words_tolerance.rule_words(rule) for rule in json.loads(row.rules)],
        }
        for row in rows
    ]
