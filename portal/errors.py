"""Everything that can go wrong, and what a person is told.

PortalError
├── NotFound          there is no such thing, or you may not see it     404
├── NotAllowed        you may see it but not do this                    403
├── NotUnderstood     what you sent cannot be read                      422
├── TooLarge          what you sent is bigger than we take              413
├── TooOften          you asked too often; wait a little                429
└── Conflict          somebody else was a moment earlier                409
ChainBroken           the ledger does not add up; never caught          500
ScopeMissing          a tenant table was asked for without a scope      500

A message is an English template and its values, so that a door can say it in the
reader's language: `raise NotFound(N_("There is no order %(number)s."), number=n)`.
"""


def N_(template: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Mark an English template for translation; return it unchanged."""
    return template


def NN_(one: str, more: str) -> tuple[str, str]:  # noqa: N802
    """Mark an English template in its two forms, for one and for more; return both."""
    return one, more


class PortalError(Exception):
    """Base of every error a person may be shown. `status` is its HTTP status.

    `field` names the form field or column the message belongs to, where there is one.
    """

    status = 500

    def __init__(self, template: str, field: str | None = None, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values
        self.field = field

    def __str__(self) -> str:
        return self.template % self.values if self.values else self.template


class NotFound(PortalError):
    """There is no such thing, or the asker may not know that there is."""

    status = 404


class NotAllowed(PortalError):
    """The asker may see this but may not change it."""

    status = 403


class NotUnderstood(PortalError):
    """What was sent cannot be read; the message says where and why."""

    status = 422


class TooLarge(PortalError):
    """What was sent is bigger than we take; the message says the limit."""

    status = 413


class TooOften(PortalError):
    """The asker tried too often; the message says how long to wait."""

    status = 429


class Conflict(PortalError):
    """Somebody else wrote first; reading again and retrying is safe."""

    status = 409


class ChainBroken(Exception):
    """The ledger does not add up. A fault to page somebody for, not to handle."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


class ScopeMissing(Exception):
    """A tenant table was asked for without saying for whom. A fault in our code."""
