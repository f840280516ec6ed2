"""One table of a profile, read key by key, so that a slip says where it is."""

from portal.intake.forms import BadForm, Form, compiled
from portal.intake.profile import Condition


class Slip(ValueError):
    """A key of a profile and what is wrong with it."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(key, why)
        self.key = key
        self.why = why


class Part:
    """One table of a profile, read key by key; a key nobody read is a slip."""

    def __init__(self, table: dict, path: str, columns: set[str]) -> None:
        self.table = dict(table)
        self.path = path
        self.columns = columns

    def wrong(self, key: str, why: str) -> Slip:
        """Return the error for `key` of this table."""
        return Slip(f"{self.path}.{key}".lstrip("."), why)

    def take(self, key: str, kind: type, default: object = None):
        """Return the value of `key`, which must be of `kind`; no default: it must be there."""
        if key not in self.table and default is None:
            raise self.wrong(key, "it is missing")
        if key not in self.table:
            return default
        value = self.table.pop(key)
        if type(value) is not kind:
            raise self.wrong(key, f"it must be of type {kind.__name__}, not {value!r}")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.take(key, list, list(default))
        if not all(isinstance(text, str) for text in found):
            raise self.wrong(key, "it must be a list of texts")
        return tuple(found)

    def choice(self, key: str, known: frozenset[str], default: str | None = None) -> str:
        """Return a text that must be one of `known`."""
        value = self.take(key, str, default)
        if value not in known and value != default:
            raise self.wrong(key, f"{value!r} is none of {', '.join(sorted(known))}")
        return value

    def column(self, key: str, type_: str, types: dict[str, str], needed: bool = False) -> str:
        """Return the name of a column of that type; empty if it is left out and not needed."""
        name = self.take(key, str, None if needed else "")
        if name and types.get(name) != type_:
            raise self.wrong(key, f"{name!r} is no column of type {type_}")
        return name

    def form(self, key: str, default: object = None) -> Form:
        """Return a compiled form; without a default it must be there."""
        if key not in self.table and default is None:
            raise self.wrong(key, "it is missing")
        return self._compiled(key, self.table.pop(key, default))

    def pairs(self, key: str) -> tuple[tuple[str, Form], ...]:
        """Return named forms in order: {po = "{po}"}."""
        named = self.take(key, dict, {})
        return tuple((name, self._compiled(f"{key}.{name}", form)) for name, form in named.items())

    def parts(self, key: str) -> list["Part"]:
        """Return the tables of a list of tables."""
        tables = self.take(key, list, [])
        if not all(isinstance(table, dict) for table in tables):
            raise self.wrong(key, "it must be a list of tables")
        return [
            Part(table, f"{self.path}.{key}.{place}".lstrip("."), self.columns)
            for place, table in enumerate(tables, start=1)
        ]

    def part(self, key: str) -> "Part":
        """Return the table under `key`."""
        return Part(self.take(key, dict), f"{self.path}.{key}".lstrip("."), self.columns)

    def condition(self, key: str = "if") -> Condition:
        """Return a condition: {fulfil = ["Direct Drop"]}."""
        wanted = self.take(key, dict, {})
        for column, texts in wanted.items():
            if column not in self.columns:
                raise self.wrong(f"{key}.{column}", "there is no such column")
            if not (isinstance(texts, list) and all(isinstance(text, str) for text in texts)):
                raise self.wrong(f"{key}.{column}", "it must be a list of texts")
        return Condition({c: frozenset(t.casefold() for t in ts) for c, ts in wanted.items()})

    def done(self) -> None:
        """Refuse keys that nobody asked for: they are misspelt."""
        for key in self.table:
            raise self.wrong(key, "there is no such key")

    def _compiled(self, key: str, form: object) -> Form:
        try:
            return compiled(form, self.columns)
        except BadForm as error:
            raise self.wrong(key, str(error)) from error
