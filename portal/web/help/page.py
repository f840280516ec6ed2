"""The help page."""

from flask import current_app
from flask_login import current_user

from portal.web import nav
from portal.web.guard import EVERYONE, audience
from portal.web.help import words
from portal.web.help.door import bp
from portal.web.pages import show


@bp.get("/help")
@audience(EVERYONE)
def see():
    """What can I do here, and where?"""
    role = getattr(current_user, "role", "")
    return show(
        "help/see.html",
        role=role,
        topics=[_topic(topic, role) for topic in words.topics(role)],
        glossary=words.GLOSSARY,
    )


def _topic(topic: words.Topic, role: str) -> dict:
    """Return a topic with the address of its page, if this role may open it."""
    places = nav.audiences(current_app)
    may = role in places.get(topic.place, ())
    return {"title": topic.title, "text": topic.text, "url": topic.place if may else None}
