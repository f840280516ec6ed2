"""Is it alive, is it ready? For load balancers; no session, no words for people."""

from flask import Blueprint, Response, current_app
from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError

from portal.db import db
from portal.web.guard import EVERYONE, audience

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@audience(EVERYONE)
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@audience(EVERYONE)
def readyz() -> Response:
    """The database answers, so work can be sent here."""
    try:
        db.session.execute(select(literal(1)))
    except SQLAlchemyError:
        current_app.logger.exception("the database does not answer")
        return Response("the database does not answer\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
