"""Filling in a form as a person does: open the page, change some boxes, send the rest as it is."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """Collects each form's address and what it would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._list, self._several = "", False
        self._first: str | None = None
        self._area = ""

    def handle_starttag(self, tag, attrs):
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((has.get("action", ""), {}))
        elif self.forms and tag in ("input", "select", "option", "textarea"):
            getattr(self, f"_{tag}")(has)

    def _input(self, has):
        chosen = has.get("type") not in ("radio", "checkbox") or "checked" in has
        if chosen and "name" in has and has.get("type") not in ("submit", "button"):
            self._add(has["name"], has.get("value", ""))

    def _select(self, has):
        # Where several may be chosen, a browser sends none that was not.
        self._list, self._first = has["name"], None
        self._several = "multiple" in has

    def _option(self, has):
        self._first = has.get("value", "") if self._first is None else self._first
        if "selected" in has:
            self._add(self._list, has.get("value", ""))

    def _textarea(self, has):
        self._area = has["name"]

    def handle_endtag(self, tag):
        if tag == "select":
            chosen = self._list in self.forms[-1][1] or self._several
            if not chosen and self._first is not None:
                self._add(self._list, self._first)  # a browser sends the first one then
            self._list = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data):
        if self._area:
            self._add(self._area, data.strip())

    def _add(self, name, value):
        self.forms[-1][1].setdefault(name, []).append(value)


def form_on(page: str, action: str, **wanted) -> dict[str, list[str]]:
    """Return what the first form of `page` that leads to `action` would send untouched.

    Args:
        wanted: hidden values the form must have, where several lead to the same address.
    """
    reader = _Forms()
    reader.feed(page)
    for leads, fields in reader.forms:
        fits = all([str(value)] == fields.get(name) for name, value in wanted.items())
        if leads == action and fits:
            return fields
    raise AssertionError(f"no form leads to {action}: {[leads for leads, _ in reader.forms]}")


def fill(browser, at: str, action: str, headers=None, **typed):
    """Open the page `at`, fill in the form that leads to `action`, send it; return the answer."""
    page = browser.get(at)
    assert page.status_code == 200, f"{at} answered {page.status_code}"
    return browser.post(action, data=form_on(page.text, action) | typed, headers=headers)
