"""HTML of mails as plain text. Nothing of it is kept but words, line ends and what is quoted.

Tags are found by their brackets alone, in one walk: Python's own parser needs longer and
longer for what is left open, and stops at some of what mails hold.
"""

import re
from collections.abc import Iterator
from html import unescape

from portal.intake.mail.quoted import CUT
from portal.intake.mail.texts import plain

MOST = 2_000_000  # characters read
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>|<[!?][^<>]*>")
_SAID = re.compile(r"(id|class)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
_UNSEEN = frozenset({"head", "style", "script", "title", "template", "noscript"})
_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr"
    " li main ol p pre section table td th tr ul".split()
)
# How the great mail programs mark where the mail that is answered begins.
_QUOTES = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "zmail_extra")
_BEGINS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")


def text_of_html(html: str) -> str:
    """Return the words of a page of HTML, line by line.

    >>> text_of_html("<p>On <b>Friday</b>.</p><script>alert(1)</script>")
    'On Friday.'
    """
    page = _Page()
    for tag, closes, said in _pieces(html[:MOST]):
        if not tag:
            page.words(unescape(said))
        elif closes:
            page.close(tag)
        else:
            page.open(tag, said)
    return plain("\n".join(line.replace("\u00a0", " ") for line in page.lines))


def _pieces(html: str) -> Iterator[tuple[str, bool, str]]:
    """Yield (tag, whether it closes, its attributes), or ("", False, words) between tags."""
    at, end = 0, len(html)
    while at < end:
        found = _TAG.search(html, at)
        comment = html.find("<!--", at, found.start() + 4 if found else end)
        stop = comment if comment >= 0 else found.start() if found else end
        if stop > at:
            yield "", False, html[at:stop]
        if comment >= 0:
            closed = html.find("-->", comment)
            at = closed + 3 if closed >= 0 else end
        elif found:
            at = found.end()
            if found[2]:
                yield found[2].lower(), bool(found[1]), found[3]
        else:
            at = end


class _Page:
    """The lines written so far; within what is not seen nothing is written."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self._quoted = 0
        self._pre = 0
        self._unseen = ""

    def open(self, tag: str, said: str) -> None:
        """Open a tag."""
        if self._unseen or tag in _UNSEEN:
            self._unseen = self._unseen or tag
            return
        if _begins_quote(said):
            self.lines += [CUT, ""]
        self._quoted += tag == "blockquote"
        self._pre += tag == "pre"
        if tag == "br":
            self._line()
        elif tag in _BLOCKS:
            self._break()
        if tag == "li":
            self.lines[-1] += "- "

    def close(self, tag: str) -> None:
        """Close a tag; one that was never opened closes nothing."""
        if self._unseen:
            self._unseen = "" if tag == self._unseen else self._unseen
            return
        self._quoted = max(self._quoted - (tag == "blockquote"), 0)
        self._pre = max(self._pre - (tag == "pre"), 0)
        if tag in _BLOCKS and tag != "hr":
            self._break()
        if tag == "p":
            self._line()

    def words(self, data: str) -> None:
        """Take words as they are shown: space is one space, but in preformatted text."""
        if self._unseen:
            return
        if self._pre:
            first, *more = data.split("\n")
            self.lines[-1] += first
            for one in more:
                self._line(one)
            return
        words = " ".join(data.split())
        before = " " if data[:1].isspace() and self.lines[-1][-1:].strip() else ""
        after = " " if words and data[-1:].isspace() else ""
        self.lines[-1] += before + words + after

    def _break(self) -> None:
        """Begin a line, unless nothing stands in this one yet."""
        if self.lines[-1].strip("> "):
            self._line()
        else:
            self.lines[-1] = self._start()

    def _line(self, text: str = "") -> None:
        """Begin a line; what is quoted says so, as plain mails do."""
        self.lines.append(self._start() + text)

    def _start(self) -> str:
        return "> " if self._quoted else ""


def _begins_quote(said: str) -> bool:
    for name, *values in _SAID.findall(said):
        value = "".join(values).lower()
        if name.lower() == "id" and value.endswith(_BEGINS):
            return True
        if name.lower() == "class" and any(one.startswith(_QUOTES) for one in value.split()):
            return True
    return False
