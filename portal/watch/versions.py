"""The rule settings of an owner: reading the newest version, drafting the next."""

from collections.abc import Mapping

from portal.ledger import Draft, settings_of
from portal.watch.rules import DEFAULTS
from portal.watch.setting import KEY, Settings, merge


def settings() -> Settings:
    """Return the rules as the scope's owner has set them; in shadow where nothing was said."""
    _version, doc = _newest()
    return merge(DEFAULTS, doc)


def set_rules(doc: Mapping) -> Draft:
    """Return the draft of a new version for the house stream, checked.

    Args:
        doc: the whole document, see `settings`; it takes the place of the one before.

    Raises:
        NotUnderstood: it names a rule, a mode or a figure that does not exist.
    """
    merge(DEFAULTS, doc)
    version, _old = _newest()
    body = {"key": KEY, "version": version + 1, "doc": dict(doc)}
    return Draft("setting.made", key=f"{KEY}/{version + 1}", body=body)


def _newest() -> tuple[int, dict]:
    return settings_of(KEY).get(KEY, (0, {}))
