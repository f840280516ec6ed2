"""What is compiled once a test process, not once a test: each test makes an app of its own."""

from collections.abc import Callable

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Keeps the code of each template by its name and its text."""

    def __init__(self) -> None:
        self._code = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code back, if the text is still the same."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        self._code[bucket.key, bucket.checksum] = bucket.code


class Statements(dict):
    """Keeps what SQLAlchemy made of each statement by the kind of database, not by the engine."""

    def get(self, key: tuple) -> object:
        """Return the compiled statement, None if there is none yet."""
        return super().get(_of_kind(key))

    def __setitem__(self, key: tuple, compiled: object) -> None:
        """Keep a compiled statement."""
        super().__setitem__(_of_kind(key), compiled)


def _of_kind(key: tuple) -> tuple:
    dialect, *rest = key
    return dialect.name, *rest


TEMPLATES, STATEMENTS = Templates(), Statements()


def keep_address_builders() -> None:
    """Let each rule of the address map be compiled once: that was nine tenths of making an app.

    What werkzeug compiles speaks of the rule as `self`, so a like rule can have it too.
    """
    kept: dict[tuple, Callable] = {}
    compile_one = Rule._compile_builder

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (append_unknown, tuple(rule._trace), defaults, tuple(sorted(rule.arguments)))
        if key not in kept:
            kept[key] = compile_one(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = compiled
