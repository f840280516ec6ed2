"""Reads the part of a profile that says how a log is read."""

from datetime import timedelta

from portal import ledger
from portal.intake.log import BEGUN, OF_BEGINNING, Cases, Log, Meaning
from portal.intake.part import Part

ORDER_TYPES = frozenset({"purchase", "sales", "service", "transfer", "transport"})
CLASSES = frozenset({"ACT", "EST", "PLN", "REQ"})
BEFORE = 365  # days


def added_by_cases(table: dict, columns: set[str]) -> set[str]:
    """Return the columns a log has besides its own: of the row that began the case."""
    log = table.get("log")
    if not (isinstance(log, dict) and isinstance(log.get("cases"), dict)):
        return set()
    return {BEGUN, *(f"{OF_BEGINNING}{name}" for name in columns)}


def log_of(part: Part, types: dict[str, str]) -> Log:
    """Return how a log is read, as `part` says it.

    Raises:
        Slip: a key is wrong.
    """
    codes = part.texts("code")
    for column in codes:
        if column not in part.columns:
            raise part.wrong("code", f"there is no column {column!r}")
    log = Log(
        type=part.choice("type", ORDER_TYPES),
        number=part.form("number"),
        line=part.form("line") if "line" in part.table else None,
        key=part.form("key"),
        codes=codes,
        means=_means(part),
        classes=tuple(_class(one, types) for one in part.parts("classes")),
        date=part.column("date", "date", types, needed=True),
        reported=part.column("reported", "date", types),
        place=part.form("place", {}),
        refs=part.pairs("refs"),
        before=part.take("before", int, BEFORE),
        cases=_cases(part.part("cases")) if "cases" in part.table else None,
    )
    part.done()
    return log


def _means(part: Part) -> dict[str, Meaning]:
    """Return what each code means: {text = "DELIVERED"} or {text = {kind = "line.cancelled"}}."""
    table = part.take("means", dict)
    return {" ".join(text.split()).casefold(): _meaning(part, text, table[text]) for text in table}


def _meaning(part: Part, text: str, said: object) -> Meaning:
    if isinstance(said, str):
        return Meaning(code=said)
    if not isinstance(said, dict):
        raise part.wrong(f"means.{text}", "it must be a milestone or a table with a kind")
    found = Part(said, f"{part.path}.means.{text}", set())
    meaning = Meaning(
        found.choice("kind", frozenset(ledger.KINDS)), "", found.take("reason", str, "")
    )
    found.done()
    return meaning


def _class(part: Part, types: dict[str, str]) -> tuple:
    found = part.condition().holds, part.choice("class", CLASSES)
    part.done()
    return found


def _cases(part: Part) -> Cases:
    of = part.take("of", str)
    if of not in part.columns:
        raise part.wrong("of", f"there is no column {of!r}")
    cases = Cases(of, part.condition("begins").holds, timedelta(days=part.take("apart", int, 0)))
    part.done()
    return cases
