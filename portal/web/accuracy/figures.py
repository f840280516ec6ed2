"""The figures of a look back as its pages show them: tiles, chances, rows of tables, alarms."""

from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _

from portal.insight import DUE, LANE, LATE, OTHERS, RIGHT, RULE, SAID, STAGE, STEPS, SUPPLIER, Look
from portal.people import Partner
from portal.web import babel, case_words
from portal.web.accuracy.door import Opening, fields
from portal.web.words_accuracy import interval, stage

SHOWN = 25  # groups of a table, those with the most orders


def tiles(doc: dict, there: Opening) -> list[dict]:
    """Return the key figures of some forecasts, each with those it is made of."""
    between = doc.get("interval", {})
    meant = _("80 %% is meant")
    if held := interval(between.get("coverage"), share=True):
        meant = _("80 %% is meant; %(range)s", range=held)
    return [
        {"label": _("Off by, on average"), "value": days(doc["mae"]), "url": there(),
         "note": _("bias %(days)s", days=signed(doc["bias"]))},
        _against(_("The promised day was off by"), doc["promised"], between.get("promised"),
                 there("promised")),
        _against(_("The lane's usual time was off by"), doc["lane"], between.get("lane"),
                 there("lane")),
        {"label": _("Came within the band"), "value": babel.percent(doc["coverage"]),
         "url": there("held"), "note": meant,
         "tone": "ok" if 0.7 <= doc["coverage"] <= 0.9 else "warn"},
    ]  # fmt: skip


def _against(label: str, doc: dict | None, between: list[float] | None, there: str | None) -> dict:
    if doc is None:
        return {"label": label, "value": None}
    note = _("ours of the same: %(days)s", days=days(doc["ours"]))
    if between:
        note += "; " + _("that is %(range)s of it", range=interval(between, share=True))
    return {"label": label, "value": days(doc["mae"]), "note": note, "url": there}


def rows(look: Look, cut: str, partners: dict[int, Partner]) -> list[dict]:
    """Return a row for each group of a cut; those that are too small together, last."""
    return [
        _row(doc, Opening(look, cut, name, _partner(cut, name, partners)))
        | {"name": _name(cut, name, partners)}
        for name, doc in _sorted(look, cut)
    ]


def _sorted(look: Look, cut: str) -> list[tuple[str, dict]]:
    """Return stages in the order of the way, other groups by how many orders they have."""
    groups = list(look.by.get(cut, {}).items())
    if cut == STAGE:
        return sorted(groups, key=lambda one: (one[0] == OTHERS, _place(one[0])))
    return sorted(groups, key=lambda one: (one[0] == OTHERS, -one[1]["orders"], one[0]))


def _place(name: str) -> int:
    return STEPS.index(name) if name in STEPS else len(STEPS)


def _partner(cut: str, name: str, partners: dict[int, Partner]) -> Partner | None:
    return partners.get(int(name)) if cut == SUPPLIER and name != OTHERS else None


def _name(cut: str, name: str, partners: dict[int, Partner]) -> str:
    if cut == SUPPLIER and name != OTHERS:
        known = _partner(cut, name, partners)
        return known.name if known else _("a partner of before")
    return called(cut, name)


def called(cut: str, name: str) -> str:
    """Return what a stage, a lane or those taken together are called."""
    if name == OTHERS:
        return _("fewer than 10 orders each, together")
    return stage(name) if cut == STAGE else name.replace(">", " → ")


def _row(doc: dict, there: Opening) -> dict:
    enough = "mae" in doc
    return {
        "n": number(doc["n"]),
        "url": there(),
        "orders": number(doc["orders"]),
        "enough": enough,
        "ours": days(doc["mae"]) if enough else None,
        "promised": _opens(doc.get("promised"), there("promised")),
        "lane": _opens(doc.get("lane"), there("lane")),
        "coverage": {"text": babel.percent(doc["coverage"]), "url": there("held")}
        if enough
        else None,
        "width": days(doc["width"]) if enough else None,
        "bias": signed(doc["bias"]) if enough else None,
    }


def _opens(doc: dict | None, there: str | None) -> dict | None:
    return {"text": days(doc["mae"]), "url": there} if doc else None


def late(doc: dict, there: Opening) -> dict | None:
    """Return how true the chances of being late were; None where there is not enough."""
    found = doc.get("late")
    if not found:
        return None
    between = doc.get("interval", {}).get("auc")
    lane, judged = found["lane_auc"], there("chance")
    told = [interval(between)] if between else []
    if lane is not None:
        told.append(_("by the lane's rate alone %(auc)s", auc=figure(lane)))
    return {
        "bins": found["bins"],
        "facts": [
            {"label": _("Chances judged"), "value": number(found["n"]), "url": judged},
            {"label": _("Really late"), "value": babel.percent(found["base"]),
             "url": there("late"), "note": number(found["came_late"])},
            {"label": _("Told apart (AUC)"), "value": figure(found["auc"]), "url": judged,
             "note": "; ".join(told)},
            {"label": _("Average precision"), "value": figure(found["precision"]), "url": judged},
            {"label": _("Brier score"), "value": figure(found["brier"], 3), "url": judged,
             "note": _("%(score)s if everybody got the share of late ones",
                       score=figure(found["brier_base"], 3)),
             "tone": None if found["brier"] < found["brier_base"] else "warn"},
            {"label": _("Chances were off by (ECE)"), "value": babel.percent(found["ece"]),
             "url": judged, "tone": None if found["ece"] <= 0.05 else "warn"},
        ],
    }  # fmt: skip


def alarms(look: Look) -> list[dict]:
    """Return a row for each rule that said anything, those that said most first."""
    spoken = [(rule, doc) for rule, doc in look.by.get(RULE, {}).items() if doc["volume"]]
    return [_alarm(look, *one) for one in sorted(spoken, key=lambda one: -one[1]["volume"])]


def _alarm(look: Look, rule: str, doc: dict) -> dict:
    return {
        "name": case_words.rule(rule),
        "volume": number(doc["volume"]),
        "right": number(doc["right"]),
        "enough": "precision" in doc,
        "precision": _share(doc.get("precision")),
        "recall": _share(doc.get("recall")),
        "warning": days(doc["warning"]) if doc.get("warning") is not None else None,
        "said_url": rule_url(look, rule, SAID),
        "right_url": rule_url(look, rule, RIGHT),
        "late_url": rule_url(look, rule, LATE),
    }


def judged_rules(look: Look) -> dict | None:
    """Return by which lines rules were judged, and which rules said nothing of them."""
    if (doc := look.rule("")) is None:
        return None
    quiet = [rule for rule, doc in look.by[RULE].items() if not doc["volume"]]
    return {
        "lines": number(doc["lines"]),
        "late": number(doc["late"]),
        "due_url": rule_url(look, "", DUE),
        "late_url": rule_url(look, "", LATE),
        "quiet": ", ".join(sorted(case_words.rule(rule) for rule in quiet)),
    }


def rule_url(look: Look, rule: str, only: str) -> str:
    """Return where the lines by which a rule is judged are listed; without a rule, all of them."""
    return url_for("accuracy.see_rule", **fields(look, rule=rule or None, only=only))


def cuts(look: Look, partners: dict[int, Partner], whole: str) -> list[dict]:
    """Return the tables of groups, with their headings; `whole` names one shown to its end."""
    labels = {STAGE: _("By stage"), SUPPLIER: _("By partner"), LANE: _("By lane")}
    return [_cut(look, cut, label, partners, whole == cut) for cut, label in labels.items()]


def _cut(look: Look, cut: str, label: str, partners: dict[int, Partner], whole: bool) -> dict:
    found = rows(look, cut, partners)
    more = None
    if len(found) > SHOWN and not whole:
        there = url_for("accuracy.see", **fields(look, whole=cut)) + f"#by-{cut}"
        more = {"url": there, "label": _("All %(num)s groups", num=number(len(found)))}
        found = found[:SHOWN]
    return {"cut": cut, "label": label, "rows": found, "more": more}


def _share(value: float | None) -> str | None:
    return None if value is None else babel.percent(value)


def number(value: int) -> str:
    """Return a count."""
    return babel.amount(Decimal(value))


def figure(value: float, places: int = 2) -> str:
    """Return a plain figure with some places."""
    return babel.amount(Decimal(str(round(value, places))))


def days(value: float) -> str:
    """Return days with one place."""
    return _("%(num)s d", num=figure(value, 1))


def signed(value: float) -> str:
    """Return days with their sign: more than 0 was too late a forecast."""
    text = days(abs(value))
    return f"+{text}" if round(value, 1) > 0 else f"−{text}" if round(value, 1) < 0 else text
