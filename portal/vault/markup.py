"""Walks through XML without a DTD: nothing is fetched, and nothing multiplies."""

from xml.parsers import expat

from portal.errors import N_, NotUnderstood

_DEEPEST = 200
_WEB = {"html", "svg", "http://www.w3.org/1999/xhtml html", "http://www.w3.org/2000/svg svg"}


class Watcher:
    """Is told what is met on the walk. Names are "namespace element"."""

    keeps: frozenset[str] = frozenset()  # local names of elements whose text is wanted

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def words(self, text: str) -> None:
        """All text of one element that was asked for by `keeps`."""


def walk(data: bytes, watcher: Watcher) -> None:
    """Walk through the XML in `data` from its first element to its last.

    Raises:
        NotUnderstood: not well formed, has a DTD, nested too deeply, a web page, or the
            watcher objects.
    """
    steps = _Steps(watcher)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = steps.doctype
    parser.StartElementHandler = steps.opened
    parser.EndElementHandler = steps.closed
    parser.CharacterDataHandler = steps.said if watcher.keeps else None
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotUnderstood(
            N_("The XML cannot be read: see line %(line)s."), line=parser.CurrentLineNumber
        ) from error


class _Steps:
    """Where we are on the walk."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._depth = 0
        self._heard: list[str] | None = None

    def doctype(self, *_: object) -> None:
        raise NotUnderstood(N_("The XML declares a DTD. Send it without one."))

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotUnderstood(N_("The XML is nested too deeply."))
        if self._depth == 1 and name.lower() in _WEB:
            raise NotUnderstood(N_("This is a web page. Save it as PDF and send that."))
        if name.rpartition(" ")[2] in self._watcher.keeps:
            self._heard = []
        self._watcher.element(name, attributes)

    def said(self, text: str) -> None:
        if self._heard is not None:
            self._heard.append(text)

    def closed(self, name: str) -> None:
        self._depth -= 1
        if self._heard is not None and name.rpartition(" ")[2] in self._watcher.keeps:
            self._watcher.words("".join(self._heard))
            self._heard = None
