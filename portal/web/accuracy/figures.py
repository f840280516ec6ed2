"""The figures of a look back as its page shows them: rows of tables, tiles, alarms."""

from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _

from portal.insight import ALL, LANE, LATE, OTHERS, RULE, STAGE, STEPS, SUPPLIER, Look
from portal.people import Partner
from portal.web import babel, case_words
from portal.web.accuracy.door import fields
from portal.web.words_accuracy import interval, stage

SHOWN = 25  # groups of a table, those with the most orders


def tiles(look: Look) -> list[dict]:
    """Return the key figures of all forecasts."""
    doc, there = look.all, url(look, ALL)
    between = doc.get("interval", {})
    found = [
        {"label": _("Off by, on average"), "value": days(doc["mae"]), "url": there,
         "note": _("bias %(days)s", days=signed(doc["bias"]))},
        _against(_("The promised day was off by"), doc["promised"], between.get("promised")),
        _against(_("The lane's usual time was off by"), doc["lane"], between.get("lane")),
        {"label": _("Came within the band"), "value": babel.percent(doc["coverage"]),
         "note": _("80 %% is meant; %(range)s",
                   range=interval(between.get("coverage"), share=True)),
         "tone": "ok" if 0.7 <= doc["coverage"] <= 0.9 else "warn"},
    ]  # fmt: skip
    return [{"url": there, **one} for one in found]


def _against(label: str, doc: dict | None, between: list[float] | None) -> dict:
    if doc is None:
        return {"label": label, "value": None}
    note = _("ours of the same: %(days)s", days=days(doc["ours"]))
    if between:
        note += "; " + _("that is %(range)s of it", range=interval(between, share=True))
    return {"label": label, "value": days(doc["mae"]), "note": note}


def rows(look: Look, cut: str, partners: dict[int, Partner]) -> list[dict]:
    """Return a row for each group of a cut; those that are too small together, last."""
    return [
        _row(doc) | {"name": _name(cut, name, partners), "url": _address(look, cut, name, partners)}
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


def _name(cut: str, name: str, partners: dict[int, Partner]) -> str:
    if name == OTHERS:
        return _("fewer than 10 orders each, together")
    if cut == STAGE:
        return stage(name)
    if cut == SUPPLIER:
        known = partners.get(int(name))
        return known.name if known else _("a partner of before")
    return name.replace(">", " → ")


def _address(look: Look, cut: str, name: str, partners: dict[int, Partner]) -> str | None:
    if cut == SUPPLIER and name != OTHERS:
        known = partners.get(int(name))
        return url(look, cut, str(known.ref)) if known else None
    return url(look, cut, name)


def url(look: Look, cut: str, name: str = "") -> str:
    """Return where the forecasts behind a figure are listed."""
    return url_for("accuracy.see_behind", **fields(look, by=cut, name=name or None))


def _row(doc: dict) -> dict:
    enough = "mae" in doc
    return {
        "n": number(doc["n"]),
        "orders": number(doc["orders"]),
        "enough": enough,
        "ours": days(doc["mae"]) if enough else None,
        "promised": days(doc["promised"]["mae"]) if enough and doc["promised"] else None,
        "lane": days(doc["lane"]["mae"]) if enough and doc["lane"] else None,
        "coverage": babel.percent(doc["coverage"]) if enough else None,
        "width": days(doc["width"]) if enough else None,
        "bias": signed(doc["bias"]) if enough else None,
    }


def late(look: Look) -> dict | None:
    """Return how true the chances of being late were; None where there is not enough."""
    doc = look.all.get("late")
    if not doc:
        return None
    between = look.all.get("interval", {}).get("auc")
    auc = babel.amount(Decimal(str(round(doc["auc"], 2))))
    lane = doc["lane_auc"]
    return {
        "url": url(look, LATE),
        "bins": doc["bins"],
        "facts": [
            {"label": _("Chances judged"), "value": number(doc["n"]), "url": url(look, LATE)},
            {"label": _("Really late"), "value": babel.percent(doc["base"])},
            {"label": _("Told apart (AUC)"), "value": auc,
             "note": interval(between) + (_("; by the lane's rate alone %(auc)s", auc=figure(lane))
                                          if lane is not None else "")},
            {"label": _("Average precision"), "value": figure(doc["precision"])},
            {"label": _("Brier score"), "value": figure(doc["brier"], 3),
             "note": _("%(score)s if everybody got the share of late ones",
                       score=figure(doc["brier_base"], 3)),
             "tone": None if doc["brier"] < doc["brier_base"] else "warn"},
            {"label": _("Chances were off by (ECE)"), "value": babel.percent(doc["ece"]),
             "tone": None if doc["ece"] <= 0.05 else "warn"},
        ],
    }  # fmt: skip


def alarms(look: Look) -> list[dict]:
    """Return a row for each rule that said anything, or could be judged."""
    return [
        {
            "name": case_words.rule(rule),
            "volume": number(doc["volume"]),
            "right": number(doc["right"]),
            "enough": "precision" in doc,
            "precision": _share(doc.get("precision")),
            "recall": _share(doc.get("recall")),
            "warning": days(doc["warning"]) if doc.get("warning") is not None else None,
            "lines": number(doc["lines"]),
            "late": number(doc["late"]),
        }
        for rule, doc in look.by.get(RULE, {}).items()
    ]


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
