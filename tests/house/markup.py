"""Reading templates without rendering them: forms, text, parts, as plain values."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from jinja2 import Environment, nodes

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TRANSLATED = re.compile(
    r"\{%-?\s*trans\b.*?%\}.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL
)  # what stands between is collected by gettext
CLASSES = re.compile(r"\{%-?\s*block \w+_class\b.*?endblock.*?%\}", re.DOTALL)  # names for styles
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
INCLUDED = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")
LETTER = re.compile(r"[^\W\d_]")
SPOKEN = {"title", "placeholder", "aria-label", "aria-description", "alt", "label", "content"}
SILENT = {"script", "style"}
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext", "trans"}


@dataclass
class Element:
    """A start tag: its line, its attributes, and the elements it stands in."""

    tag: str
    line: int
    attributes: dict[str, str]
    within: tuple["Element", ...]
    after: str = field(default="", repr=False)  # the template from here on


class _Reader(HTMLParser):
    """Collects elements and the text a reader would see."""

    VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[tuple[int, str]] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        element = Element(tag, self.getpos()[0], values, tuple(self._open))
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while any(element.tag == tag for element in self._open):
            if self._open.pop().tag == tag:
                return

    def handle_data(self, data):
        quiet = any(e.tag in SILENT or e.attributes.get("translate") == "no" for e in self._open)
        if not quiet and LETTER.search(data):
            self.texts.append((self.getpos()[0], " ".join(data.split())))


def blank(pattern: re.Pattern, text: str) -> str:
    """Return the text with every match replaced by its line breaks, so that lines keep."""
    return pattern.sub(lambda found: "\n" * found.group().count("\n"), text)


def plain(template: str) -> str:
    """Return the template's own markup and text, without Jinja and what is translated."""
    for pattern in (COMMENT, TRANSLATED, CLASSES, STATEMENT, EXPRESSION):
        template = blank(pattern, template)
    return template


def read(template: str, *, jinja: bool = True) -> _Reader:
    """Return the elements and texts. `jinja=False` keeps expressions in attributes."""
    reader = _Reader()
    reader.feed(plain(template) if jinja else template)
    reader.close()
    return reader


def elements(template: str) -> list[Element]:
    """Return the start tags, with expressions kept in their attributes."""
    text = blank(STATEMENT, blank(COMMENT, template))
    hidden = EXPRESSION.sub(lambda found: found.group().replace('"', "'"), text)
    return read(hidden, jinja=False).elements


def spoken(template: str) -> list[tuple[int, str]]:
    """Return every visible text and spoken attribute outside gettext, with its line."""
    reader = read(template)
    said = list(reader.texts)
    for element in reader.elements:
        named = {name: element.attributes.get(name, "") for name in SPOKEN}
        if element.tag == "meta":
            named = {"content": named["content"] if _is_description(element) else ""}
        if element.tag in ("input", "button") and _is_button(element):
            named["value"] = element.attributes.get("value", "")
        said += [(element.line, f"{n}={v!r}") for n, v in named.items() if LETTER.search(v)]
    return said


def _is_description(element: Element) -> bool:
    return element.attributes.get("name") == "description"


def _is_button(element: Element) -> bool:
    return element.tag == "input" and element.attributes.get("type") in ("submit", "button")


def quoted(template: str) -> list[tuple[int, str]]:
    """Return sentences written as strings inside Jinja, outside gettext, with their line."""
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(template)
    return [
        (node.lineno, node.value)
        for node in _outside_gettext(tree)
        if isinstance(node, nodes.Const)
        and isinstance(node.value, str)
        and re.match(r"[A-ZÄÖÜ][a-zäöüß]+(\s|$|[.,:!?…])", node.value)
    ]


def unread(template: str) -> list[int]:
    """Return the lines where gettext is given something it cannot collect: a variable.

    Besides, what gettext is given is markup to flask_babel's templates, so a value there
    would not be escaped.
    """
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(template)
    return [
        call.lineno
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name in GETTEXT
        and not (call.args and isinstance(call.args[0], nodes.Const))
    ]


def _outside_gettext(node: nodes.Node):
    for child in node.iter_child_nodes():
        called = child.node if isinstance(child, nodes.Call) else None
        if isinstance(called, nodes.Name) and called.name in GETTEXT:
            continue
        yield child
        yield from _outside_gettext(child)
