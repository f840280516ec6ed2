"""Fitted models in the database: written by version, read once a process, thrown away late."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import orjson
from sqlalchemy import delete, func, select, tuple_

from portal.db import current, db, insert_rows
from portal.insight.foresight import Foresight
from portal.insight.model import Model, from_bytes, to_bytes
from portal.ledger import canonical

KEPT = 5  # versions of each model, so that what an older forecast rests on can still be read


@dataclass(frozen=True)
class Fitted:
    """A model as it is served. `step` is what it foresees, such as delivered."""

    kind: str
    step: str
    version: int
    fitted_at: datetime
    cut: datetime
    model: Model

    @property
    def name(self) -> str:
        """Return what a forecast calls it."""
        return f"{self.kind}/{self.version}"


def keep_model(
    kind: str, step: str, model: Model, fitted_at: datetime, cut: datetime, track: dict
) -> int:
    """Keep a model of the scope's owner as the next version; return which. Does not commit."""
    one, text = Foresight, to_bytes(model)
    newest = select(func.max(one.version)).where(one.kind == kind, one.step == step)
    version = (db.session.scalar(newest) or 0) + 1
    row = {
        "owner": current().org,
        "kind": kind,
        "step": step,
        "version": version,
        "fitted_at": fitted_at,
        "cut": cut,
        "orders": model.orders,
        "digest": hashlib.sha256(text).digest(),
        "model": text,
        "track": canonical(track),
    }
    insert_rows(one, [row])
    return version


def models_of(kind: str) -> dict[str, Fitted]:
    """Return the newest model of each step, for one kind of the scope's owner's orders.

    One statement; a model that this process has read before is not read again.
    """
    owner = current().org
    query = _newest().where(Foresight.kind == kind).group_by(Foresight.step)
    found = {}
    for step, version in db.session.execute(query):
        found[step] = _read(owner, kind, step, version)
    return found


def tracks_of(kind: str, version: int) -> dict:
    """Return how right each claim was in the past, as it was kept with the delivery's model."""
    return _track(current().org, kind, version)


def forget_models() -> int:
    """Throw away all but the newest versions of the scope's owner's models; return how many."""
    one = Foresight
    query = select(one.kind, one.step, func.max(one.version)).group_by(one.kind, one.step)
    gone = 0
    for kind, step, version in db.session.execute(query).all():
        old = delete(one).where(
            one.owner == current().org,
            tuple_(one.kind, one.step) == (kind, step),
            one.version <= version - KEPT,
        )
        old = old.execution_options(synchronize_session=False)
        gone += db.session.execute(old).rowcount
    return gone


def _newest():
    return select(Foresight.step, func.max(Foresight.version))


@lru_cache(maxsize=64)
def _read(owner: int, kind: str, step: str, version: int) -> Fitted:
    """Read a model once; a version never changes."""
    one = Foresight
    query = select(one.fitted_at, one.cut, one.model).where(
        one.owner == owner, one.kind == kind, one.step == step, one.version == version
    )
    fitted_at, cut, text = db.session.execute(query).one()
    return read_model(kind, step, version, fitted_at, cut, text)


def read_model(
    kind: str, step: str, version: int, fitted_at: datetime, cut: datetime, text: bytes
) -> Fitted:
    """Return a kept model ready to serve."""
    return Fitted(kind, step, version, fitted_at, cut, from_bytes(text))


@lru_cache(maxsize=16)
def _track(owner: int, kind: str, version: int) -> dict:
    one = Foresight
    query = select(one.track).where(
        one.owner == owner, one.kind == kind, one.step == "delivered", one.version == version
    )
    return orjson.loads(db.session.scalar(query) or "{}")
