"""Finding the pages: follow every link a person is shown, and keep one address per view."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from werkzeug.exceptions import HTTPException


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


def reachable(app, visitor, start: str = "/") -> dict[tuple, str]:
    """Return an address of each view that links lead to, keyed by view and query fields.

    Fails where a link leads nowhere.
    """
    views = app.url_map.bind("localhost")
    pages, waiting, seen = {}, [(start, "the start")], set()
    while waiting:
        address, shown_on = waiting.pop(0)
        key = _view(views, address)
        if key is None or key in seen:
            continue
        seen.add(key)
        answer = visitor.get(address, follow_redirects=True)
        assert answer.status_code == 200, f"{address}, linked on {shown_on}: {answer.status}"
        if answer.mimetype == "text/html":
            pages[key] = address
            waiting += [(link, address) for link in _links(answer.text, address)]
    return pages


def _links(html: str, base: str) -> list[str]:
    reader = _Links()
    reader.feed(html)
    joined = [urljoin(base, link) for link in reader.found]
    return [link for link in joined if not urlsplit(link).netloc and link.startswith("/")]


def _view(views, address: str) -> tuple | None:
    parts = urlsplit(address)
    try:
        endpoint, values = views.match(parts.path)
    except HTTPException:
        return (parts.path,)  # asked all the same, so that a dead link is told
    if endpoint == "static":
        return None
    return (endpoint, *sorted(values), *sorted(parse_qs(parts.query)))
