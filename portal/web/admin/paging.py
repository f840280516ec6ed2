"""The administrator's long lists: a word that narrows them, and a page of them at a time."""

from dataclasses import dataclass

from flask import request, url_for

from portal.web import babel

PAGE = 100
MOST = 10_000_000  # no house has more rows, and no database counts further


@dataclass(frozen=True)
class Part:
    """Which part of a list the address asks for: rows with `words`, from the `start`th on."""

    words: str
    start: int
    endpoint: str

    def pages(self, many: int) -> list[dict]:
        """Return the pages beside this one, of `many` rows in all."""
        beside = (self.start - PAGE, self.start + PAGE)
        return [self._page(at, many) for at in beside if 0 <= at < many]

    def _page(self, start: int, many: int) -> dict:
        """Return where a page is, called by the places of its first and last row."""
        label = f"{babel.amount(start + 1)}–{babel.amount(min(start + PAGE, many))}"
        place = {**(request.view_args or {}), "q": self.words or None, "start": start or None}
        address = url_for(self.endpoint, **place)
        return {"url": address, "label": label}


def asked(endpoint: str = "") -> Part:
    """Return what the address asks for; what makes no sense in it starts at the top.

    Args:
        endpoint: whose list it is, where it is shown again after a form could not be taken.
    """
    start = min(max(request.args.get("start", 0, type=int), 0), MOST)
    return Part(request.args.get("q", "").strip(), start, endpoint or request.endpoint)
