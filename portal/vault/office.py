"""Judges spreadsheets and text documents of the Office Open XML kind."""

import re

from portal.errors import N_, NotUnderstood
from portal.vault import archive, markup

_MAIN = {
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
_TYPES = "[Content_Types].xml"
_MOST_CELLS = 100_000_000  # the area a sheet spans, used or not
_ALIVE = re.compile(
    r"vbaproject|vbadata|activex|/embeddings/|oleobject|macrosheets|externallinks|customui"
    r"|ctrlprops",
    re.IGNORECASE,
)
_ALIVE_TYPE = re.compile(r"macroenabled|vbaproject|activex|oleobject|dialogsheet", re.IGNORECASE)
_CALLS_OUT = re.compile(
    r"\|\s*'|\bdde(auto)?\b|\b(webservice|call|register(\.id)?|exec|rtd)\s*\(", re.IGNORECASE
)
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_ACTIVE = N_(
    "The file holds macros, embedded programs or links to other files (%(what)s). "
    "Save it as a plain document or as PDF."
)


def judge(data: bytes, ext: str, most_cells: int = _MOST_CELLS) -> None:
    """Check that `data` is a whole document of the kind `ext` says, with nothing alive in it.

    Raises:
        NotUnderstood: damaged, macros, embedded objects, links to other files, DTD, or an
            area no table has.
    """
    names = set()
    for name, content in archive.entries(data):
        names.add(name)
        _part(name, content, most_cells)
        if name == _TYPES and _MAIN[ext] not in content:
            raise NotUnderstood(
                N_("The name says .%(ext)s, but the content is something else."), ext=ext
            )
    if _TYPES not in names:
        raise NotUnderstood(N_("This is an archive, not a .%(ext)s document."), ext=ext)


def _part(name: str, content: bytes, most_cells: int) -> None:
    if _ALIVE.search(name):
        raise NotUnderstood(_ACTIVE, what=name[:40])
    if name == _TYPES:
        markup.walk(content, _Types())
    elif name.endswith(".rels"):
        markup.walk(content, _Links())
    elif name.endswith((".xml", ".vml")):
        body = _Body(most_cells)
        markup.walk(content, body)
        body.done()


class _Types(markup.Watcher):
    """The list of what each part is."""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if _ALIVE_TYPE.search(kind):
            raise NotUnderstood(_ACTIVE, what=kind[-40:])


class _Links(markup.Watcher):
    """A link to click on is fine; a file or template fetched on opening is not."""

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode", "").lower() != "external":
            return
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "").lower()
        if kind != "hyperlink" or not target.startswith(("http://", "https://", "mailto:", "#")):
            raise NotUnderstood(_ACTIVE, what=target[:40] or kind)


class _Body(markup.Watcher):
    """Formulas and fields must not start programs; cells must lie where a table can be."""

    keeps = frozenset({"f", "instrText"})

    def __init__(self, most_cells: int) -> None:
        self._most_cells = most_cells
        self._row = self._column = 0
        self._fields: list[str] = []

    def element(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith("/spreadsheetml/2006/main c") and "r" in attributes:
            self._reach(attributes["r"])
        for attribute, value in attributes.items():
            if attribute.endswith(" instr"):
                _refuse_calls(value)

    def words(self, text: str) -> None:
        _refuse_calls(text)
        self._fields.append(text)

    def done(self) -> None:
        """A field may be written in pieces; read them as one, too."""
        _refuse_calls("".join(self._fields))

    def _reach(self, place: str) -> None:
        cell = _CELL.match(place)
        if cell:
            self._column = max(self._column, column(cell[1]))
            self._row = max(self._row, int(cell[2]))
        if not cell or self._row * self._column > self._most_cells:
            raise NotUnderstood(
                N_("A sheet reaches to cell %(cell)s. Delete what lies far outside the table."),
                cell=place[:12],
            )


def _refuse_calls(words: str) -> None:
    if _CALLS_OUT.search(words):
        raise NotUnderstood(_ACTIVE, what=words[:40])


def column(letters: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
