"""The conversation of an order as its page shows it: threads, each with its messages."""

import json
from uuid import uuid4

from flask import url_for
from flask_babel import gettext as _

from portal.desk import Post, Sheet, Thread
from portal.errors import NotUnderstood
from portal.people import Actor
from portal.web import babel, case_words
from portal.web.orders.entries import names_of, short_no
from portal.web.orders.papers import size_words
from portal.web.orders.wording import words

WRITERS = ("supplier", "carrier", "customer", "buyer", "receiving", "admin")


def conversation(sheet: Sheet, by: Actor) -> dict:
    """Return what was written and this viewer may read: the order first, then lines and cases."""
    threads: dict[Thread, list[dict]] = {}
    for post in sheet.posts:
        threads.setdefault(post.thread, []).append(_post(sheet, post, by))
    rules = rules_of(sheet)
    waiting = [post for post in sheet.talk.posts.values() if post.waits]
    return {
        "threads": [
            _thread(sheet, thread, threads[thread], rules, by)
            for thread in sorted(threads, key=lambda one: (bool(one.case), one.line, one.case))
        ],
        "earlier": sheet.earlier,
        "write": by.role in WRITERS,
        "ours": sum(post.asked == by.org for post in waiting),
        "theirs": sum(post.org == by.org for post in waiting),
    }


def first_waiting(sheet: Sheet, by: Actor, whose: str) -> str:
    """Return the anchor of the oldest question that waits for us, or for them; or nothing."""
    for post in sheet.posts:
        if post.waits and ((whose == "ours" and post.asked == by.org)
                           or (whose == "theirs" and post.org == by.org)):  # fmt: skip
            return f"m-{post.ident}"
    return ""


def about_words(sheet: Sheet, thread: Thread, rules: dict[str, str]) -> str:
    """Return what a thread is about, such as "Line 10: Overdue"."""
    line = sheet.journey.lines.get(thread.line)
    place = _("Line %(no)s", no=short_no(line.no)) if line else _("The whole order")
    if not thread.case:
        return place
    rule = case_words.rule(rules[thread.case]) if thread.case in rules else _("a case")
    return _("%(place)s: %(rule)s", place=place, rule=rule)


def rules_of(sheet: Sheet) -> dict[str, str]:
    """Return the rule of each case this viewer knows of."""
    return {
        one.facts["body"]["case"]: one.facts["body"]["rule"]
        for one in sheet.said
        if one.facts["kind"] in ("case.opened", "case.asked")
    }


def _thread(sheet: Sheet, thread: Thread, posts: list[dict], rules: dict, by: Actor) -> dict:
    known = by.side == "owner" and thread.case
    return {
        "id": f"case-{thread.case}" if thread.case else f"talk-{thread.line}",
        "about": about_words(sheet, thread, rules),
        "case_url": url_for("exceptions.see_case", case=thread.case) if known else "",
        "posts": posts,
    }


def place_of(thread: Thread) -> str:
    """Return a thread as a form names it: "case:…", "line:2", or "order"."""
    if thread.case:
        return f"case:{thread.case}"
    return f"line:{thread.line}" if thread.line else "order"


def _post(sheet: Sheet, post: Post, by: Actor) -> dict:
    details = sheet.details.get(post.seq, {})
    said = (
        {"org": post.org} | dict(post.via) | ({"person": str(post.person)} if post.person else {})
    )
    return {
        "ident": post.ident,
        "who": names_of(sheet).who(said),
        "mine": post.org == by.org,
        "note": bool(post.only_for),
        "readers": _readers(sheet, post),
        "when": babel.moment(post.at),
        "iso": babel.iso(post.at),
        "text": details.get("text", ""),
        "mentions": [sheet.people.get(one, "") for one in post.mentions],
        "mentions_me": by.id in post.mentions,
        "files": [_file(sheet, document) for document in post.documents],
        "refused": refused_words(details.get("refused", "")),
        "mail": post.channel == "mail",
        "answers": post.answers if post.answers in sheet.talk.posts else "",
        "state": _state(sheet, post),
        "reply": _reply(sheet, post, by),
        "settle": uuid4().hex if post.waits and post.org == by.org else "",
        "asks_us": post.waits and post.asked == by.org,
    }


def _readers(sheet: Sheet, post: Post) -> str:
    if post.only_for:
        return _("Note: only %(org)s reads this", org=sheet.orgs.get(post.only_for, ""))
    if not post.shared_with:
        return _("Everybody on this order reads this")
    partner = sheet.orgs.get(post.shared_with, "")
    owner = sheet.orgs.get(sheet.journey.owner, "")
    return _("%(one)s and %(other)s read this", one=owner, other=partner)


def _state(sheet: Sheet, post: Post) -> dict | None:
    if not post.asked:
        return None
    if post.waits:
        who = sheet.orgs.get(post.asked, "")
        return {"text": _("waits for %(who)s", who=who), "tone": "warn"}
    said = _("needs no answer any more") if post.settled else _("answered")
    return {"text": said, "tone": "ok"}


def _reply(sheet: Sheet, post: Post, by: Actor) -> str:
    if by.role not in WRITERS:
        return ""
    return url_for("orders.messages", order=sheet.order, re=post.ident, _anchor="write")


def _file(sheet: Sheet, document: str) -> dict:
    file = sheet.files.get(document)
    if file is None:
        return {"name": _("document"), "url": "", "note": _("not for you")}
    url = url_for("orders.hand_out", order=sheet.order, paper=file.id)
    return {
        "name": file.name or _("document"),
        "url": "" if file.gone else url,
        "note": _("erased") if file.gone else size_words(file.bytes),
    }


def refused_words(told: str) -> list[str]:
    """Return what came with a mail and was not taken, and why, in the reader's language."""
    return [
        _("%(name)s was not taken: %(why)s", name=name, why=words(NotUnderstood(why, **values)))
        for name, why, values in (json.loads(told) if told else [])
    ]
