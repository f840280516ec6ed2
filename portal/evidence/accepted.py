"""What was shown when an answer was given, made again from what had been said by then. Pure."""

from collections.abc import Sequence

from portal.evidence.asked import Beside, before, digest_of, source
from portal.ledger import Said


def shown(said: Said) -> dict:
    """Return what an answer says it was shown: revision and sha256; nothing if it does not say."""
    return said.facts.get("body", {}).get("shown", {}) if said.facts["kind"] == "response" else {}


def accepted(said: Sequence[Said], beside: Beside) -> list[dict]:
    """Return the sources that answers were given to, each once, in the order of the answers.

    Left out is what cannot be made again: its digest would not be the one in the answer.
    """
    found: dict[str, dict] = {}
    for one in said:
        digest = shown(one).get("sha256")
        if digest and digest not in found:
            then = before(said, one.seq)
            tries = (source(then, beside, priced) for priced in (True, False))
            found[digest] = next((made for made in tries if digest_of(made) == digest), {})
    return [made for made in found.values() if made]
