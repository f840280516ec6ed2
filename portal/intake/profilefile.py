"""Reads a profile from TOML and checks it key by key, so that a slip says where it is."""

import tomllib
from functools import cache
from pathlib import Path

from portal import ledger
from portal.errors import N_, NotFound, NotUnderstood
from portal.intake import csvfile, values
from portal.intake.forms import columns_of, compiled
from portal.intake.log import BEGUN
from portal.intake.logfile import CLASSES, ORDER_TYPES, added_by_cases, log_of
from portal.intake.part import Part, Slip
from portal.intake.profile import Column, Fixed, Happening, Kind, Partner, Profile
from portal.intake.vocabulary import units

SHIPPED = Path(__file__).parent / "profiles"
TYPES = frozenset({"text", "number", "date", "unit", "country"})
SIDES = frozenset({"supplier", "customer", "carrier"})
NEEDED = tuple(name for name in ledger.KINDS["line.placed"].needs if name != "no")
_WRONG = N_("Profile %(profile)s, %(key)s: %(why)s.")


@cache
def profile(name: str) -> Profile:
    """Return the profile called `name` that comes with the portal.

    Raises:
        NotFound: there is none; the message names those there are.
    """
    if name not in names():
        raise NotFound(
            N_("There is no profile %(name)s. There are: %(known)s."),
            name=name, known=", ".join(names()),
        )  # fmt: skip
    return parse((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"), name)


def names() -> list[str]:
    """Return the names of the profiles that come with the portal."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def parse(text: str, name: str) -> Profile:
    """Return the profile written in `text`.

    Raises:
        NotUnderstood: it is broken; the message names the key, `field` too.
    """
    try:
        return _profile(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        raise NotUnderstood(_WRONG, profile=name, key="TOML", why=str(error)) from error
    except Slip as error:
        raise NotUnderstood(
            _WRONG, field=error.key, profile=name, key=error.key, why=error.why
        ) from error


def _profile(table: dict, name: str) -> Profile:
    columns = table.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise Slip("columns", "it must be a table of columns")
    named = {*columns, *_split_off(columns)}
    named |= added_by_cases(table, named)
    top = Part({key: part for key, part in table.items() if key != "columns"}, "", named)
    manner = _manner(top)
    read = tuple(_column(key, columns[key], manner) for key in columns)
    types = {column.key: column.type for column in read} | {BEGUN: "date"}
    log = log_of(top.part("log"), types) if "log" in table else None
    if log and log.cases and "order" not in table:
        raise Slip("log.cases", "a file that adds to known orders begins none")
    found = Profile(
        name=name,
        about=top.take("about", str),
        source=top.take("source", str, name),
        separators=top.texts("separators", csvfile.SEPARATORS),
        encodings=top.texts("encodings", csvfile.ENCODINGS),
        columns=read,
        ignored=frozenset(csvfile.plain(header) for header in top.texts("ignored")),
        reported=top.column("reported", "date", types),
        current=top.take("current", bool, False),
        events=tuple(_happening(part, types) for part in top.parts("events")),
        log=log,
        **_asked(top, read, types, needed=log is None or "order" in table),
    )
    top.done()
    return found


def _asked(top: Part, read: tuple[Column, ...], types: dict[str, str], needed: bool) -> dict:
    """Return how the file tells of orders and their lines, if it does."""
    if not needed:
        return {"kinds": (), "order": None, "line": None, "uom": None}
    order, line = top.part("order"), top.part("line")
    _check_needs(order, line, read)
    uom = compiled(line.table["body"]["uom"], top.columns)
    kinds = tuple(_kind(part, types) for part in order.parts("kinds"))
    if not kinds:
        raise Slip("order.kinds", "say at least one type of order")
    return {
        "kinds": kinds,
        "order": _fixed(order, "number"),
        "line": _fixed(line, "no"),
        "uom": uom,
    }


def _split_off(columns: dict) -> set[str]:
    """Return the columns that others are split into."""
    tables = (table for table in columns.values() if isinstance(table, dict))
    return {name for table in tables for name in table.get("split", ()) if isinstance(name, str)}


def _manner(top: Part) -> dict:
    """Return how cells are written throughout the file: numbers, dates, zone, blanks."""
    zone = top.take("zone", str, "")
    return {
        "decimal": top.choice("decimal", frozenset({".", ",", "either"}), "."),
        "dates": top.texts("dates"),
        "zone": values.Zone(zone, "partner") if zone else values.Zone(),
        "blank": top.texts("blank"),
    }


def _column(key: str, table: object, manner: dict) -> Column:
    if not isinstance(table, dict):
        raise Slip(f"columns.{key}", "it must be a table")
    part = Part(table, f"columns.{key}", set())
    known = part.take("values", dict, {})
    column = Column(
        key=key,
        names=part.texts("header", (key,)),
        type=part.choice("type", TYPES, "text"),
        required=part.take("required", bool, False),
        optional=part.take("optional", bool, False),
        default=part.take("default", str, ""),
        blank=frozenset(text.casefold() for text in manner["blank"] + part.texts("blank")),
        allowed={text.casefold(): value for text, value in known.items()},
        most=part.take("most", int, 300),
        amounts=_amounts(part, manner["decimal"]),
        dates=_dates(part, manner["dates"]),
        zone=manner["zone"],
        split=part.texts("split"),
        by=part.take("by", str, ""),
    )
    part.done()
    if column.split and not column.by:
        raise part.wrong("by", "say what stands between the parts")
    if column.type == "date" and not column.dates:
        raise part.wrong("dates", "say how dates are written, here or for the whole profile")
    return column


def _amounts(part: Part, decimal: str) -> values.Amounts:
    places = part.take("places", int, -1)
    return values.Amounts(
        decimal=part.choice("decimal", frozenset({".", ",", "either"}), decimal),
        places=None if places < 0 else places,
        zero=part.take("zero", bool, False),
        negative=part.take("negative", bool, False),
    )


def _dates(part: Part, default: tuple[str, ...]) -> tuple[values.DateFormat, ...]:
    try:
        return values.date_formats(part.texts("dates", default))
    except ValueError as error:
        raise part.wrong("dates", str(error)) from error


def _fixed(part: Part, name: str) -> Fixed:
    fixed = Fixed(
        name=part.form(name),
        refs=part.pairs("refs"),
        details=part.form("details", {}),
        body=part.form("body", {}),
    )
    part.done()
    return fixed


def _check_needs(order: Part, line: Part, columns: tuple[Column, ...]) -> None:
    """Refuse a profile by which a row could name no order, no line, no item or no quantity."""
    body = line.table.get("body")
    for key in NEEDED:
        if not isinstance(body, dict) or key not in body:
            raise line.wrong(f"body.{key}", "it is missing; a line needs it")
    known = [column for column in columns if column.required or column.default]
    sure = {name for column in known for name in (column.key, *column.split)} | {BEGUN}
    item = body["item"].get("code") if isinstance(body["item"], dict) else body["item"]
    for part, key, form in (
        (order, "number", order.table.get("number")),
        (line, "no", line.table.get("no")),
        (line, "body.item.code", item),
        (line, "body.qty", body["qty"]),
        (line, "body.uom", body["uom"]),
    ):
        for column in columns_of(form):
            if column not in sure:
                raise part.wrong(key, f"the column {column!r} must be required or have a default")
    if not columns_of(body["uom"]) and body["uom"] not in units().values():
        raise line.wrong("body.uom", f"{body['uom']!r} is no unit of ours")


def _kind(part: Part, types: dict[str, str]) -> Kind:
    kind = Kind(
        condition=part.condition(),
        type=part.choice("type", ORDER_TYPES),
        partner=_partner(part.part("partner")),
        parties=tuple(_partner(party) for party in part.parts("parties")),
        date=part.column("date", "date", types),
        refs=part.pairs("refs"),
        body=part.form("body", {}),
    )
    part.done()
    return kind


def _partner(part: Part) -> Partner:
    columns = tuple(columns_of(part.table))
    partner = Partner(
        side=part.choice("side", SIDES),
        name=part.form("name", {}),
        number=part.form("number", {}),
        country=part.form("country", {}),
        columns=columns,
    )
    part.done()
    return partner


def _is_before(part: Part) -> bool:
    """Say whether it tells how much had come before the portal: that has no day."""
    body = part.table.get("body")
    return "qty" in part.table and isinstance(body, dict) and body.get("before") is True


def _happening(part: Part, types: dict[str, str]) -> Happening:
    kind = part.choice("kind", frozenset(ledger.KINDS), "milestone")
    happening = Happening(
        name=part.take("name", str),
        kind=kind,
        code=part.take("code", str, None if kind == "milestone" else ""),
        klass=part.choice("class", CLASSES, "ACT"),
        of_line=part.choice("of", frozenset({"line", "order"}), "line") == "line",
        types=frozenset(part.texts("types", tuple(ORDER_TYPES))),
        condition=part.condition(),
        date=part.column(
            "date", "date", types, needed=kind == "milestone" and not _is_before(part)
        ),
        reported=part.column("reported", "date", types),
        qty=part.column("qty", "number", types),
        what=part.take("what", str, ""),
        reason=part.take("reason", str, ""),
        text=part.take("text", str, ""),
        refs=part.pairs("refs"),
        place=part.form("place", {}),
        body=part.form("body", {}),
    )
    part.done()
    return happening
