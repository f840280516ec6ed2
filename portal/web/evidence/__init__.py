"""What can be proven: proofs of delivery, packs, and who looked at what."""

from portal.web.evidence import command, overview, packs, proofs
from portal.web.evidence.door import bp

__all__ = ["bp", "command", "overview", "packs", "proofs"]
