"""The administrator's rules: off, only tried, or on; their figures; what they would raise."""

from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from portal import clock, desk, flow, ledger, people, watch
from portal.db import moment_of, moment_text
from portal.errors import N_, Conflict, NotFound, PortalError
from portal.ledger import Draft
from portal.watch import KEY, MODES, RULES, Settings
from portal.web import case_words
from portal.web.exceptions.door import bp
from portal.web.forms import PortalForm
from portal.web.guard import audience, viewer
from portal.web.pages import done, show

MOST_DAYS = 365
WHOLE = _l("Give a whole number of days from 0 to 365.")


@bp.get("/admin/rules")
@audience("admin")
def see_rules():
    """Which rules look, how sharply, and what those that are only tried would raise."""
    return _page(_filled())


@bp.post("/admin/rules")
@audience("admin")
def set_rules():
    """These are the rules from now on."""
    form, by = rules_form()(), viewer()
    if not form.validate():
        return _page(form, 422)
    try:
        flow.manage(by.org, by, lambda: _changed(form))
    except PortalError as error:
        form.refuse(error)
        return _page(form, error.status)
    flash(_("Saved. All open orders are looked at again within minutes."), "ok")
    return done("exceptions.see_rules")


@bp.get("/admin/rules/<string:rule>")
@audience("admin")
def see_rule(rule: str):
    """What a rule would have raised while it was only tried."""
    if rule not in RULES:
        raise NotFound(N_("There is no rule called %(rule)s."), rule=rule)
    hits = desk.whispered_of(rule, _place(request.args.get("after", "")), desk.HITS + 1)
    more, hits = len(hits) > desk.HITS, hits[: desk.HITS]
    names = people.called(hit.partner for hit in hits)
    older = url_for("exceptions.see_rule", rule=rule, after=_after(hits[-1])) if more else None
    return show(
        "exceptions/rule.html",
        title=case_words.rule(rule),
        hits=hits,
        names=names,
        older=older,
        newest=url_for("exceptions.see_rule", rule=rule) if request.args.get("after") else None,
    )


def rules_form() -> type[PortalForm]:
    """Return the form class: a mode, a severity and the figures of every rule there is."""
    fields: dict[str, object] = {"version": HiddenField(validators=[Length(max=12)])}
    for rule in RULES.values():
        fields[f"{rule.name}-mode"] = SelectField(_l("State"), choices=_modes())
        fields[f"{rule.name}-severity"] = SelectField(
            _l("Severity"), choices=_severities(), coerce=int
        )
        fields[f"{rule.name}-closes"] = SelectField(
            _l("Once it is over, its cause"), choices=_closings()
        )
        for figure in rule.figures:
            fields[f"{rule.name}-{figure}"] = _days(case_words.FIGURES.get(figure, figure))
    for severity, (words, _tone) in case_words.SEVERITIES.items():
        fields[f"answer_days-{severity}"] = _days(words)
    return type("RulesForm", (PortalForm,), fields)


def _days(label) -> IntegerField:
    return IntegerField(
        label, [InputRequired(WHOLE), NumberRange(min=0, max=MOST_DAYS, message=WHOLE)]
    )


def _modes() -> list[SelectChoice]:
    return [SelectChoice(mode, case_words.MODES[mode]) for mode in MODES]


def _severities() -> list[SelectChoice]:
    return [SelectChoice(n, words) for n, (words, _tone) in case_words.SEVERITIES.items()]


def _closings() -> list[SelectChoice]:
    return [SelectChoice("yes" if one else "no", words) for one, words in case_words.CLOSES.items()]


def _filled() -> PortalForm:
    """Return the form as the rules stand."""
    settings, given = watch.settings(), {"version": str(_version())}
    for name, rule in settings.rules.items():
        given |= {f"{name}-mode": rule.mode, f"{name}-severity": rule.severity}
        given[f"{name}-closes"] = "yes" if rule.closes else "no"
        given |= {f"{name}-{figure}": days for figure, days in rule.figures.items()}
    given |= {f"answer_days-{n}": days for n, days in settings.answer_days.items()}
    return rules_form()(formdata=None, data=given)


def _version() -> int:
    return ledger.settings_called([KEY]).get(KEY, (0, {}))[0]


def _changed(form: PortalForm) -> tuple[None, list[Draft]]:
    """Draft the next version, and have every open order looked at again.

    Raises:
        Conflict: somebody else changed the rules since the page was shown.
    """
    by, key = viewer(), form.key.data
    digest = desk.digest_of(str(sorted(_document(form)["rules"].items())).encode())
    if desk.seen(by.org, by.id, key, digest):
        return None, []
    if str(_version()) != form.version.data:
        raise Conflict(
            N_("Somebody else changed the rules since you opened this page. Reload and compare.")
        )
    draft = watch.set_rules(_document(form))
    desk.remember(by.org, by.id, key, digest)
    desk.look_at_open(clock.now())
    return None, [draft]


def _document(form: PortalForm) -> dict:
    """Return what was chosen as the document of the setting."""
    rules = {
        rule.name: {
            "mode": form[f"{rule.name}-mode"].data,
            "severity": form[f"{rule.name}-severity"].data,
            "closes": form[f"{rule.name}-closes"].data == "yes",
            **{figure: form[f"{rule.name}-{figure}"].data for figure in rule.figures},
        }
        for rule in RULES.values()
    }
    days = {str(n): form[f"answer_days-{n}"].data for n in case_words.SEVERITIES}
    return {"rules": rules, "answer_days": days}


def _page(form: PortalForm, status: int = 200):
    settings = watch.settings()
    tried = [name for name in RULES if settings.mode(name) == watch.SHADOW]
    return show(
        "exceptions/rules.html",
        status=status,
        form=form,
        rules=[_row(name, form, settings) for name in RULES],
        answers=[form[f"answer_days-{n}"] for n in sorted(case_words.SEVERITIES, reverse=True)],
        counts={n: desk.count_text(c) for n, c in desk.whisper_counts(tried).items()},
        version=_version(),
        modes=[(str(case_words.MODES[m]), str(case_words.MODES_MEAN[m])) for m in MODES],
    )


def _row(name: str, form: PortalForm, settings: Settings) -> dict:
    return {
        "name": name,
        "title": case_words.rule(name),
        "advice": case_words.advice(name),
        "mode": form[f"{name}-mode"],
        "severity": form[f"{name}-severity"],
        "closes": form[f"{name}-closes"],
        "figures": [form[f"{name}-{figure}"] for figure in RULES[name].figures],
        "state": settings.mode(name),
    }


def _after(hit: desk.Hit) -> str:
    return f"{moment_text(hit.at)}_{hit.order.hex}_{hit.line}_{hit.part}"


def _place(text: str) -> tuple | None:
    """Return where a page starts; an address somebody changed by hand starts at the top."""
    try:
        at, order, line, part = text.split("_")
        return moment_of(at), UUID(order), int(line), int(part)
    except ValueError:
        return None
