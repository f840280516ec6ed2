"""Prints HTML as PDF/A: plain values in, bytes out, nothing fetched, always the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_VARIANT = "pdf/a-3b"
_FONT = "html { font-family: 'DejaVu Sans', sans-serif }"  # margin boxes take theirs from here
_MEDIA = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png"))


class DocumentNotClosed(Exception):
    """A document asked for something it was not given. A fault in our templates."""


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF, shown by the reader in its list of attachments."""

    name: str
    content: bytes
    about: str


class _ClosedRoom(URLFetcher):
    """Hands out the pictures it was given and refuses every other address."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=set(), allow_redirects=False)
        self._pictures = pictures

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """Return a picture by its address, or stop the printing."""
        if url not in self._pictures:
            raise FatalURLFetchingError(f"a document may not fetch {url}")
        content = self._pictures[url]
        media = next((name for start, name in _MEDIA if content.startswith(start)), "")
        return URLFetcherResponse(url, content, {"Content-Type": media})


def pdf(
    html: str,
    pictures: dict[str, bytes] | None = None,
    attachments: Iterable[Attached] = (),
    *,
    created: datetime,
) -> bytes:
    """Return `html` printed as PDF/A-3b. The same input gives the same bytes.

    Args:
        pictures: by the address the html names them with, "picture:…"; never a file's path,
            because the address goes into the bytes.
        created: aware; the date written into the file, so never the moment of printing.

    Raises:
        DocumentNotClosed: the html asks for something it was not given.
    """
    room = _ClosedRoom(pictures or {})
    page = HTML(string=html, url_fetcher=room)
    try:
        document = page.render(stylesheets=[CSS(string=_FONT)], pdf_variant=_VARIANT)
        document.metadata.created = document.metadata.modified = _stamp(created)
        document.metadata.attachments += [_attachment(each, created, room) for each in attachments]
        return document.write_pdf(pdf_variant=_VARIANT)
    except FatalURLFetchingError as error:  # a BaseException: `except Exception` misses it
        raise DocumentNotClosed(str(error)) from error


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _attachment(attached: Attached, created: datetime, room: _ClosedRoom) -> Attachment:
    return Attachment(
        string=attached.content,
        url_fetcher=room,
        name=attached.name,
        description=attached.about,
        relationship="Data",
        created=created.astimezone(UTC),
        modified=created.astimezone(UTC),
    )
