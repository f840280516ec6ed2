"""The key behind a question of a machine: who asks, and what it may do."""

from flask import request

from portal import clock, people
from portal.db import door, enter
from portal.people import Actor

LONGEST = 200


def machine() -> Actor | None:
    """Return whose machine asks, and let the database answer for it from now on."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(secret) <= LONGEST:
        return None
    with door():
        found = people.keys.machine_of(secret.strip(), clock.now())
    if found is None:
        return None
    enter(found.scope)
    return found.actor
