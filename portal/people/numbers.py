"""Numbers for packages: from a GS1 company prefix, one after the other, each given once."""

import re
from dataclasses import dataclass

from sqlalchemy import update

from portal.db import db
from portal.errors import N_, NotAllowed, NotUnderstood
from portal.people.tables import Numbering

SHORTEST_PREFIX, LONGEST_PREFIX = 4, 12
_DIGITS = 16  # prefix and serial together


@dataclass(frozen=True, slots=True)
class Series:
    """An organisation's prefix, the digit in front of it, and the serial that comes next."""

    prefix: str
    extension: int
    serial: int

    @property
    def room(self) -> int:
        """Return how many serials the prefix has."""
        return 10 ** (_DIGITS - len(self.prefix))


def series_of(org: int) -> Series | None:
    """Return where an organisation's package numbers come from; None if it never said."""
    row = db.session.get(Numbering, org)
    return Series(row.prefix, row.extension, row.serial) if row else None


def set_series(org: int, prefix: str, extension: int, serial: int) -> Series:
    """Let package numbers come from this prefix, from this serial on. Does not commit.

    Raises:
        NotUnderstood: no GS1 prefix, or serials that were given already; `field` names which.
    """
    if not re.fullmatch(rf"[0-9]{{{SHORTEST_PREFIX},{LONGEST_PREFIX}}}", prefix, re.ASCII):
        raise NotUnderstood(
            N_("A GS1 company prefix has %(least)s to %(most)s digits."),
            field="prefix",
            least=SHORTEST_PREFIX,
            most=LONGEST_PREFIX,
        )
    if not 0 <= extension <= 9:
        raise NotUnderstood(N_("The digit in front is one from 0 to 9."), field="extension")
    row = db.session.get(Numbering, org, with_for_update=True)
    same = row is not None and (row.prefix, row.extension) == (prefix, extension)
    least = row.serial if same else 0
    made = Series(prefix, extension, serial)
    if not least <= serial < made.room:
        raise NotUnderstood(
            N_("Give a serial from %(least)s to %(most)s; those before were given."),
            field="serial",
            least=least,
            most=made.room - 1,
        )
    if row is None:
        row = Numbering(org=org)
        db.session.add(row)
    row.prefix, row.extension, row.serial = prefix, extension, serial
    return made


def take_serials(org: int, many: int) -> tuple[Series, range]:
    """Take the next serials of an organisation, under the lock of its row. Does not commit.

    Raises:
        NotAllowed: it never said which prefix it has, or the serials are used up.
    """
    found = db.session.execute(
        update(Numbering)
        .where(Numbering.org == org)
        .values(serial=Numbering.serial + many)
        .returning(Numbering.prefix, Numbering.extension, Numbering.serial)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if found is None:
        raise NotAllowed(
            N_("Give your GS1 company prefix first; package numbers are made from it."),
            field="packages",
        )
    series = Series(*found)
    if series.serial > series.room:
        raise NotAllowed(N_("The numbers of your GS1 prefix are used up."), field="packages")
    return series, range(series.serial - many, series.serial)
