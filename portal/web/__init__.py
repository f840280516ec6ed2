"""The pages: one package per subject, each with a blueprint `bp`, and what they share.

In:   requests from people.
Out:  pages, parts of pages, files.
Rule: fetch for the viewer, read the form, do one thing, show or redirect. No query, no rule.

guard    who may call a view           pages    page or part, errors in words
forms    the parent of every form      babel    language, zone, numbers and dates
frame    what the layout shows         nav      the menu by role
headers  what browsers are told        words    names of things people see
cookies  who a browser is              linkroot the pages of one order, under a link
hush     what no log is told
"""

import pkgutil
from importlib import import_module

from flask import Flask
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from portal.web import (
    babel,
    frame,
    guard,
    headers,
    health,
    hush,
    linkroot,
    pages,
    words,
    words_news,
)  # fmt: skip
from portal.web.links import steps
from portal.web.notices import stopping


def init_app(app: Flask) -> None:
    """Open every door. The guard stands last, when all views are known."""
    hush.init_app(app)
    Htmx(app)
    linkroot.init_app(app)
    headers.init_app(app)
    guard.greet(app)
    CSRFProtect(app).exempt(f"{stopping.__name__}.stop")  # a mail program has no form of ours
    steps.init_app(app)
    babel.init_app(app)
    words.init_app(app)
    words_news.init_app(app)
    pages.init_app(app)
    app.register_blueprint(health.bp)
    for subject in subjects():
        app.register_blueprint(subject.bp)
    frame.init_app(app)
    guard.init_app(app)


def subjects() -> list:
    """Return the packages beside this file; each is one subject of pages."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return [import_module(f"{__name__}.{name}") for name in found]
