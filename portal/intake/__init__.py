"""Intake: reads files that come in. Each row becomes drafts, or a problem somebody can mend.

In:   the bytes of a file or where it lies, and a profile: how files of that kind are read.
Out:  for each row, in file order, what it tells of an order, or where and why it was not
      understood; for a file that is none at all, one error.
Rule: it writes nothing and guesses nothing. What can be read in two ways is not read.
"""

from portal.intake.csvfile import LIMIT, Row, Table, plain
from portal.intake.entry import Fault, OrderKey, PartnerKey, Problem, Told
from portal.intake.mail import Attachment, Bounce, ReadMail, read_mail
from portal.intake.packed import lines_below
from portal.intake.profile import Profile
from portal.intake.profilefile import names, parse, profile
from portal.intake.reading import Reading, read
from portal.intake.values import Amounts, Unreadable, number
from portal.intake.vocabulary import countries, units

__all__ = [
    "LIMIT",
    "Amounts",
    "Attachment",
    "Bounce",
    "Fault",
    "OrderKey",
    "PartnerKey",
    "Problem",
    "Profile",
    "ReadMail",
    "Reading",
    "Row",
    "Table",
    "Told",
    "Unreadable",
    "countries",
    "lines_below",
    "names",
    "number",
    "parse",
    "plain",
    "profile",
    "read",
    "read_mail",
    "units",
]
