"""Looks at every object of a PDF for things that act, hide or swell."""

import re
import zlib
from collections.abc import Iterator

import pikepdf

from portal.errors import N_, NotUnderstood

_MOST_OBJECTS = 500_000
_MOST_STREAM = 48_000_000  # bytes of one unpacked stream that is not a picture
_MOST_ALL = 800_000_000  # bytes of all unpacked streams
_PIECE = 1 << 20
_KEYS = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent"}
_FILE_KEYS = {"/EF", "/EmbeddedFiles"}
_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
    "/Movie", "/Sound", "/GoTo3DView", "/RichMediaExecute", "/ResetForm", "/Trans", "/SetOCGState",
}  # fmt: skip
_ANNOTATIONS = {"/RichMedia", "/Movie", "/Sound", "/3D", "/Screen", "/FileAttachment"}
_QUIET = {"/GoTo"}
_ADDRESS = re.compile(r"(https?://|mailto:|tel:|#|www\.|[\w-]+(\.[\w-]+)+([/?#]|$))", re.IGNORECASE)
_PACKED = {"/FlateDecode", "/Fl"}
_SWELLING = _PACKED | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}

ENCRYPTED = N_("The PDF is protected with a password. Remove it and send the file again.")
_ACTIVE = N_(
    "The PDF holds something that acts by itself (%(what)s). Print it to a new PDF and send that."
)
_EMBEDDED = N_("Other files are embedded in the PDF. Send them one by one.")
_BOMB = N_("The PDF unpacks to far more than it shows. Print it to a new PDF and send that.")
_BROKEN = N_("The PDF is damaged or not complete. Print it to a new PDF and send that.")


def refuse(what: str) -> None:
    """Refuse the PDF for the thing called `what` in it.

    Raises:
        NotUnderstood: always.
    """
    if what.startswith("Encrypt"):
        raise NotUnderstood(ENCRYPTED)
    if what.startswith("Embedded") or what in {"EF", "FileAttachment"}:
        raise NotUnderstood(_EMBEDDED)
    raise NotUnderstood(_ACTIVE, what=what)


def judge(pdf: pikepdf.Pdf) -> None:
    """Check every object, also those no page uses.

    Raises:
        NotUnderstood: an object acts, hides a file, leads off the web, or swells.
    """
    if pdf.is_encrypted:
        raise NotUnderstood(ENCRYPTED)
    if len(pdf.objects) > _MOST_OBJECTS:
        raise NotUnderstood(_BOMB)
    _check_opening(pdf.Root.get("/OpenAction"))
    left = _MOST_ALL
    for thing in pdf.objects:
        for table in _tables(thing):
            _check_table(table)
        if isinstance(thing, pikepdf.Stream):
            left -= _swells(thing, left)


def _check_opening(action: pikepdf.Object | None) -> None:
    """Opening at a page is fine; doing anything else on opening is not."""
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) not in _QUIET:
        refuse("OpenAction")


def _tables(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Give every dictionary inside `thing`, without following references."""
    waiting = [thing]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Dictionary | pikepdf.Stream):
            yield here
            waiting.extend(_own(here.values()))
        elif isinstance(here, pikepdf.Array):
            waiting.extend(_own(here))


def _own(values) -> Iterator[pikepdf.Object]:
    for value in values:
        nests = isinstance(value, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array)
        if nests and not value.is_indirect:
            yield value


def _check_table(table: pikepdf.Object) -> None:
    keys = set(table.keys())
    for key in keys & (_KEYS | _FILE_KEYS):
        refuse(key[1:])
    subtype = str(table.get("/Subtype", ""))
    if subtype in _ANNOTATIONS or str(table.get("/Type", "")) == "/EmbeddedFile":
        refuse(subtype[1:] if subtype in _ANNOTATIONS else "EmbeddedFile")
    action = str(table.get("/S", ""))
    if action in _ACTIONS and str(table.get("/Type", "")) in {"", "/Action"}:
        refuse(action[1:])
    if action == "/URI":
        _check_address(str(table.get("/URI", "")))
    if "/FontMatrix" in keys and any(isinstance(n, pikepdf.String) for n in table.FontMatrix):
        refuse("FontMatrix")  # words where numbers belong have been run as a script by a viewer


def _check_address(address: str) -> None:
    if not _ADDRESS.match(address.strip()):
        raise NotUnderstood(
            N_("The PDF links to %(address)s. Only links to the web and to mail are taken."),
            address=address[:60],
        )


def _swells(stream: pikepdf.Stream, left: int) -> int:
    """Return how many bytes the stream unpacks to; at most what such a stream may have."""
    filters = _filters(stream)
    if len(filters) > 3 or filters.count("/Crypt"):
        raise NotUnderstood(_BOMB)
    most = min(left, _room(stream))
    flat = 0
    while flat < len(filters) and filters[flat] in _PACKED:
        flat += 1
    if _SWELLING.intersection(filters[flat:]):
        return _measured(stream, most)
    return _counted(stream.read_raw_bytes(), flat, most)


def _filters(stream: pikepdf.Stream) -> list[str]:
    filters = stream.get("/Filter", [])
    return [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else _one(filters)


def _one(name: object) -> list[str]:
    return [str(name)] if isinstance(name, pikepdf.Name) else []


def _room(stream: pikepdf.Stream) -> int:
    """A picture may unpack to its dots, anything else to a fixed limit."""
    if str(stream.get("/Subtype", "")) != "/Image":
        return _MOST_STREAM
    dots = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    if not 0 <= dots <= 200_000_000:
        raise NotUnderstood(_BOMB)
    return dots * 8 + _PIECE


def _measured(stream: pikepdf.Stream, most: int) -> int:
    """Older packings are unpacked by the reader; the process they run in has its own limits."""
    size = len(stream.read_bytes())
    if size > most:
        raise NotUnderstood(_BOMB)
    return size


def _counted(packed: bytes, layers: int, most: int) -> int:
    """Unpack `layers` layers piece by piece and count, keeping nothing."""
    size = 0
    for piece in _unpacked([packed], layers):
        size += len(piece)
        if size > most:
            raise NotUnderstood(_BOMB)
    return size


def _unpacked(pieces, layers: int) -> Iterator[bytes]:
    for _ in range(layers):
        pieces = _layer(pieces)
    return pieces


def _layer(pieces) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    try:
        for piece in pieces:
            while piece and not engine.eof:
                yield engine.decompress(piece, _PIECE)
                piece = engine.unconsumed_tail
    except zlib.error as error:
        raise NotUnderstood(_BROKEN) from error
