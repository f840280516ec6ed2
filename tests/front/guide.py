"""A tiny app that shows the styleguide, with the portal's policy and nothing else of it."""

from pathlib import Path

from flask import Flask, abort, flash, redirect, render_template, request
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from tests.front.sample import SAMPLE

ROOT = Path(__file__).resolve().parents[2]
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
SHELL = {
    "nav": [
        {"label": "Dashboard", "url": "#dashboard"},
        {"label": "Orders", "url": "#orders", "current": True, "count": 12},
        {"label": "Lines", "url": "#lines"},
        {"label": "Shipments", "url": "#shipments"},
        {"label": "Exceptions", "url": "#exceptions", "count": 4},
        {"label": "Inbound", "url": "#inbound"},
        {"label": "Evidence", "url": "#evidence"},
    ],
    "viewer": {
        "name": "Ada Okafor",
        "organisation": "Hansewerk AG",
        "role": "Buyer",
        "zone": "Europe/Berlin",
    },
    "urls": {
        "home": "/",
        "search": "/",
        "account": "#account",
        "help": "#help",
        "sign_out": "/answer",
        "language": "/answer",
    },
    "languages": [
        {"code": "en", "label": "English", "current": True},
        {"code": "de", "label": "Deutsch", "current": False},
    ],
}


def choices(**options: str) -> list[SelectChoice]:
    """Return the options of a select or of radio buttons."""
    return [SelectChoice(value, text) for value, text in options.items()]


ANSWERS = choices(accept="Accept", change="Change date or quantity", reject="Reject")
COUNTS = choices(add="This time", total="In total so far")


class AnswerForm(FlaskForm):
    """A form with every sort of control."""

    key = HiddenField()
    answer = RadioField("Your answer", choices=ANSWERS, default="change")
    quantity = DecimalField("Quantity", validators=[InputRequired("Say how many.")])
    promised = DateField("Promised date", validators=[InputRequired("Say which day.")])
    count = RadioField("How is this counted?", choices=COUNTS, default="add")
    reason = SelectField("Reason", choices=choices(m="Material shortage", c="Capacity"))
    note = TextAreaField("Comment", validators=[Length(max=50, message="Say it in 50 letters.")])
    paper = FileField("Delivery note")
    copies = SelectMultipleField("Copies to", choices=choices(r="Receiving", p="Planner"))
    told = BooleanField("I have told the buyer", validators=[InputRequired("Tell the buyer.")])


def make_guide() -> Flask:
    """Return the app; every page of it obeys the same policy as the portal's."""
    app = Flask("guide", template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config.update(SECRET_KEY="only for the tests", TESTING=True)
    Babel(app)
    CSRFProtect(app)
    app.context_processor(lambda: {**SHELL, "sample": SAMPLE, "query": request.args.get("q")})
    app.after_request(_with_policy)
    app.add_url_rule("/", view_func=styleguide)
    app.add_url_rule("/wrong", view_func=wrong)
    app.add_url_rule("/answer", view_func=answer, methods=["POST"])
    app.add_url_rule("/confirm", view_func=confirm)
    app.add_url_rule("/favicon.ico", view_func=lambda: ("", 204), endpoint="favicon")
    app.add_url_rule("/missing", view_func=lambda: abort(404), endpoint="missing")
    app.register_error_handler(404, missing)
    return app


def _with_policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response


def styleguide():
    """Every part on one page."""
    return render_template("styleguide.html", form=AnswerForm(formdata=None))


def wrong():
    """The same page with a form that was filled in wrongly, and a message."""
    form = AnswerForm(data={"note": "x" * 60}, formdata=None, meta={"csrf": False})
    form.validate()
    flash("Saved.", "ok")
    return render_template("styleguide.html", form=_signed(form))


def _signed(form):
    token = AnswerForm(formdata=None)
    form.csrf_token = token.csrf_token
    return form


def answer():
    """A part for htmx, a redirect for everybody else."""
    form = AnswerForm()
    if not form.validate():
        return render_template("styleguide/_form.html", form=form), 422
    return redirect("/", code=303)


def confirm():
    """A dialog as a page."""
    return render_template("styleguide/confirm.html")


def missing(error):
    """An error in words."""
    told = {"status": 404, "message": "There is no order 4711."}
    return render_template("error.html", error=told), 404
