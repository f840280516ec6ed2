"""The kinds of file an order's papers come in. Everything else is refused.

A kind is believed when three things agree: the name's ending, the first bytes, and
what the kind's own reader makes of the rest (`pictures`, `pdfs`, `office`, `texts`).
"""

from dataclasses import dataclass

from portal.errors import N_, NotUnderstood

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """One kind of file. `starts` are the first bytes it may have; texts have none.

    Attributes:
        room: which reader judges it.
        most: the most bytes that reader is given.
    """

    ext: str
    media: str
    room: str
    most: int
    starts: tuple[bytes, ...] = ()


_PDF = (b"%PDF-1.", b"%PDF-2.0")
_ZIP = (b"PK\x03\x04",)
_TIFF = (b"II*\x00", b"MM\x00*")
_MB = 1_000_000

KINDS = {
    kind.ext: kind
    for kind in (
        Kind("pdf", "application/pdf", "pdf", 50 * _MB, _PDF),
        Kind("png", "image/png", "picture", 50 * _MB, (b"\x89PNG\r\n\x1a\n",)),
        Kind("jpg", "image/jpeg", "picture", 50 * _MB, (b"\xff\xd8\xff",)),
        Kind("tif", "image/tiff", "picture", 50 * _MB, _TIFF),
        Kind("xlsx", _OFFICE + "spreadsheetml.sheet", "office", 50 * _MB, _ZIP),
        Kind("docx", _OFFICE + "wordprocessingml.document", "office", 50 * _MB, _ZIP),
        Kind("csv", "text/csv", "text", 100 * _MB),
        Kind("txt", "text/plain", "text", 50 * _MB),
        Kind("json", "application/json", "text", 10 * _MB),
        Kind("xml", "application/xml", "text", 50 * _MB),
    )
}
ALSO = {"jpeg": "jpg", "tiff": "tif"}
TAKEN = ", ".join(sorted(KINDS))

REFUSED = 3  # exit code of the reading process; the reason is on its output as JSON
TOO_HEAVY = N_("The file is too heavy to be checked. Print or save it anew and send that.")

# First bytes of files people most often send under another ending.
_OTHERS = (
    (b"MZ", "exe"),
    (b"\x7fELF", "program"),
    (b"\xd0\xcf\x11\xe0", "doc/xls"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"GIF8", "gif"),
)
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def kind_of(ext: str) -> Kind:
    """Return the kind with this ending.

    Raises:
        NotUnderstood: we do not take such files; says which we take.
    """
    kind = KINDS.get(ALSO.get(ext, ext))
    if kind is None:
        raise NotUnderstood(
            N_("We do not take .%(ext)s files. Send one of these: %(taken)s."),
            ext=ext or "?",
            taken=TAKEN,
        )
    return kind


def check_start(kind: Kind, start: bytes) -> None:
    """Check the first bytes against what the name promises.

    Raises:
        NotUnderstood: empty, a known virus test, or a different kind of file.
    """
    if not start:
        raise NotUnderstood(N_("The file is empty. Was it saved completely?"))
    if start.startswith(_EICAR):
        raise NotUnderstood(N_("This file carries a virus signature and was not taken."))
    inside = _recognised(start)
    if inside not in {None, kind.ext} and not (inside == "zip" and kind.starts is _ZIP):
        raise NotUnderstood(
            N_("The name says .%(ext)s, but this is a .%(inside)s file."),
            ext=kind.ext,
            inside=inside,
        )
    if kind.starts and not start.startswith(kind.starts):
        raise NotUnderstood(
            N_("The name says .%(ext)s, but the content is something else."), ext=kind.ext
        )


def _recognised(start: bytes) -> str | None:
    for kind in KINDS.values():
        if kind.starts and start.startswith(kind.starts):
            return "zip" if kind.starts is _ZIP else kind.ext
    return next((name for first, name in _OTHERS if start.startswith(first)), None)
