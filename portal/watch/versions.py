"""The rule settings of an owner: reading the newest version, drafting the next."""

from collections.abc import Mapping

from portal.ledger import Draft, settings_called, settings_of
from portal.watch.ladder import LADDER, Ladder, written_ladder
from portal.watch.rules import DEFAULTS
from portal.watch.scope import SPARE, rules_key, spare_key, still_known, written_sparing
from portal.watch.setting import KEY, Settings, merge
from portal.watch.sparing import Sparing


def settings() -> Settings:
    """Return the rules as the scope's owner has set them; in shadow where nothing was said."""
    _version, doc = _newest()
    return merge(DEFAULTS, still_known(DEFAULTS, doc))


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


def set_rules_for(scope: str, subject: str, doc: Mapping) -> Draft:
    """Return the draft of what differs for some orders, checked; `{"ended": True}` ends it.

    Raises:
        NotUnderstood: it names a rule, a mode or a figure that does not exist.
    """
    if not doc.get("ended"):
        merge(DEFAULTS, doc)
    return _next(rules_key(scope, subject), doc)


def spare(scope: str, subject: str, sparing: Sparing | None) -> Draft:
    """Return the draft by which something is not measured; None: it is again.

    Raises:
        NotUnderstood: no reason is given, or it ends before it begins.
    """
    doc = written_sparing(sparing) if sparing else {"ended": True}
    return _next(spare_key(scope, subject), doc)


def set_ladder(ladder: Ladder) -> Draft:
    """Return the draft of an owner's next ladder, checked; without rungs nothing climbs.

    Raises:
        NotUnderstood: it cannot be meant so.
    """
    return _next(LADDER, written_ladder(ladder))


def set_otherwise() -> dict[str, tuple[int, dict]]:
    """Return what is set otherwise for some orders, and what is not measured, by key."""
    found = settings_of(f"{KEY}:") | settings_of(f"{SPARE}:")
    return {key: made for key, made in found.items() if not made[1].get("ended")}


def _next(key: str, doc: Mapping) -> Draft:
    version = settings_called([key]).get(key, (0, {}))[0] + 1
    body = {"key": key, "version": version, "doc": dict(doc)}
    return Draft("setting.made", key=f"{key}/{version}", body=body)


def _newest() -> tuple[int, dict]:
    return settings_called([KEY]).get(KEY, (0, {}))
