"""What can be proven: documents made from the ledger that stand on their own.

In:   events, documents and pictures as plain values.
Out:  a proof of delivery, a pack; the same input gives the same bytes.
Rule: nothing is fetched, nothing is invented, and no moment is taken from the clock.
"""

from portal.evidence.pdf import Attached, DocumentNotClosed, pdf
from portal.evidence.pod import Happening, Line, Note, Party, Picture, Pod, Voice, page, proof
from portal.evidence.zip import bundle, write

__all__ = [
    "Attached",
    "DocumentNotClosed",
    "Happening",
    "Line",
    "Note",
    "Party",
    "Picture",
    "Pod",
    "Voice",
    "bundle",
    "page",
    "pdf",
    "proof",
    "write",
]
