"""What forms of settings have in common: they name the version they change."""

from portal import ledger
from portal.errors import N_, Conflict


def version_of(key: str) -> int:
    """Return the newest version of a setting; 0 if it was never made."""
    return ledger.settings_called([key]).get(key, (0, {}))[0]


def check_version(key: str, given: str | None) -> None:
    """Refuse what was typed on a page that is older than the setting. Under the house's lock.

    Raises:
        Conflict: somebody else changed it since the page was shown.
    """
    if str(version_of(key)) != given:
        raise Conflict(
            N_("Somebody else changed this since you opened the page. Reload and compare.")
        )
