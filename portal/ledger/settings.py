"""The settings of an owner: the newest version of each."""

import json

from sqlalchemy import func, select

from portal.db import db
from portal.ledger.tables import Setting


def settings_of(prefix: str = "") -> dict[str, tuple[int, dict]]:
    """Return key → (version, doc) for the newest version of each setting.

    Args:
        prefix: only keys that start with it, as "rule.".
    """
    newest = (
        select(Setting.key, func.max(Setting.version).label("version"))
        .where(Setting.key.startswith(prefix, autoescape=True))
        .group_by(Setting.owner, Setting.key)
        .subquery()
    )
    query = select(Setting).join(
        newest, (Setting.key == newest.c.key) & (Setting.version == newest.c.version)
    )
    return {row.key: (row.version, json.loads(row.doc)) for row in db.session.scalars(query)}
