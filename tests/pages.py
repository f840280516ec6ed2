"""What holds for every page the portal sends: a client that looks at each one it fetches.

A fault on a page fails the test that fetched it, wherever that was.
"""

from collections import Counter
from html.parser import HTMLParser

from flask.testing import FlaskClient


class _Page(HTMLParser):
    """Counts what a page must have once, or must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.count: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.named: set[str] = set()
        self.pointed: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.has_title = False
        self._in_title = False

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        self.count[tag] += 1
        self._in_title = tag == "title" and "svg" not in self.count
        if "id" in values:
            self.ids[values["id"]] += 1
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.pointed += [(f"{tag} {name}", word) for word in values.get(name, "").split()]
        self.faults += [f"<{tag} {n}=…>" for n in values if n == "style" or n.startswith("on")]
        if tag == "script" and "src" not in values and "json" not in values.get("type", ""):
            self.faults.append("an inline script")
        if tag == "form" and "action" not in values:
            self.faults.append("a form without action=")

    def handle_data(self, data):
        self.has_title = self.has_title or bool(self._in_title and data.strip())


def page_faults(html: str) -> list[str]:
    """Return what is wrong with a page, or with a part of one."""
    page = _Page()
    page.feed(html)
    page.close()
    faults = page.faults + [f"id {i!r} {n} times" for i, n in page.ids.items() if n > 1]
    if "undefined" in html or "None</" in html:
        faults.append("an unfilled value (None or undefined) is shown")
    if not page.count["html"]:
        return faults
    if page.count["h1"] != 1:
        faults.append(f"{page.count['h1']} h1 instead of one")
    if page.count["main"] != 1:
        faults.append(f"{page.count['main']} <main> instead of one")
    if not page.has_title:
        faults.append("no title")
    return faults + [f"{who} points to no id {i!r}" for who, i in page.pointed if i not in page.ids]


class Visitor(FlaskClient):
    """A browser without JavaScript that looks at each page it fetches."""

    def open(self, *args, **kwargs):
        """Fetch a page, and fail if it is not in order."""
        answer = super().open(*args, **kwargs)
        shown = answer.status_code not in (301, 302, 303, 307, 308)
        if answer.mimetype == "text/html" and answer.data and shown:
            faults = page_faults(answer.text)
            assert not faults, f"{answer.request.path}: {faults}"
        return answer
