"""Judges files made of characters: csv, txt, json, xml."""

import codecs
import json
import re
from collections import Counter

from portal.errors import N_, NotUnderstood
from portal.vault import markup

_WIDEST = 16_384  # columns; a spreadsheet has no more
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_COMMENTS = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_WEB = re.compile(
    r"<(!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|svg"
    r"|img|meta|link|object|embed|form|base|frameset)[\s/>]",
    re.IGNORECASE,
)


def judge(data: bytes, ext: str) -> None:
    """Check that `data` is text of the kind `ext` says.

    What the rows of a table mean is for intake to judge.

    Raises:
        NotUnderstood: binary, a web page in disguise, or not well formed.
    """
    text = decode(data)
    if ext == "xml":
        markup.walk(data, markup.Watcher())
        return
    _refuse_web(text)
    if ext == "json":
        _json(text)
    if ext == "csv":
        _csv(text)


def decode(data: bytes) -> str:
    """Return the text in `data`: UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises:
        NotUnderstood: it holds characters that no text has.
    """
    text = _decoded(data)
    found = _UNPRINTABLE.search(text)
    if found:
        raise NotUnderstood(
            N_("This is not plain text: character %(place)s cannot be printed."),
            place=found.start() + 1,
        )
    return text


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _refuse_web(text: str) -> None:
    start = _COMMENTS.match(text, 0, 4096).end()
    if _WEB.match(text, start):
        raise NotUnderstood(N_("This is a web page. Save it as PDF and send that."))


def _csv(text: str) -> None:
    line = text[: text.find("\n") + 1 or len(text)]
    marks = Counter(line)
    if max(marks[mark] for mark in ",;\t|") >= _WIDEST:
        raise NotUnderstood(
            N_("The first line has more than %(most)s columns; that is not a table."), most=_WIDEST
        )


def _json(text: str) -> None:
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise NotUnderstood(N_("The JSON is nested too deeply.")) from error
    except json.JSONDecodeError as error:
        raise NotUnderstood(
            N_("The JSON cannot be read: see line %(line)s."), line=error.lineno
        ) from error
    except ValueError as error:  # half a character, or a number of thousands of digits
        raise NotUnderstood(
            N_("The JSON holds a number or a character that cannot be read.")
        ) from error


def _once(pairs: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """Of two equal names one reader takes the first and another the last: allow no two."""
    counts = Counter(name for name, _ in pairs)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise NotUnderstood(N_("The JSON has the name “%(name)s” twice."), name=twice[0][:40])
    return pairs


def _constant(name: str) -> None:
    raise NotUnderstood(N_("The JSON holds %(name)s, which is not a number."), name=name)
