"""Text as mails carry it, whatever its charset says it is."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """Return text with plain line ends and without what no keyboard has."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    tidy = "\n".join(line.rstrip() for line in _CONTROL.sub("", lines).split("\n"))
    return _BLANKS.sub("\n\n", tidy).strip("\n")


def one_line(text: str) -> str:
    """Return text as one line without control characters."""
    return " ".join(_CONTROL.sub("", text).split())


def header(found: Message, name: str) -> str:
    """Return a header's text; what it is encoded with may be wrong or unknown."""
    value = found.get(name)
    if value is None:
        return ""
    try:
        pieces = decode_header(str(value))
    except HeaderParseError:
        return str(value)
    return "".join(
        piece if isinstance(piece, str) else _said(piece, charset or "utf-8")
        for piece, charset in pieces
    )


def decoded(part: Message) -> str:
    """Return the text of a part in its charset, or in the likeliest if that cannot be."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return _said(content, str(part.get_content_charset() or "utf-8"))


def _said(content: bytes, charset: str) -> str:
    for tried in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(tried)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("latin-1")
