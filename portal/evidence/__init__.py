"""What can be proven: documents made from the ledger that stand on their own.

In:   events, documents and pictures as plain values.
Out:  a proof of delivery, a pack; the same input gives the same bytes.
Rule: nothing is fetched, nothing is invented, and no moment is taken from the clock.
"""

from portal.evidence.matter import Detail, Entry, File, Matter, matter
from portal.evidence.order import Shot, Words, delivery, pod, proven, shots, zone_of
from portal.evidence.pack import Pack, pack, write_pack
from portal.evidence.pdf import Attached, DocumentNotClosed, pdf
from portal.evidence.pod import Happening, Line, Note, Party, Picture, Pod, Voice, page, proof
from portal.evidence.records import PAGE, Issued, Look, issued, looks
from portal.evidence.report import Report, printed, report, sheet
from portal.evidence.zip import bundle, write

__all__ = [
    "PAGE",
    "Attached",
    "Detail",
    "DocumentNotClosed",
    "Entry",
    "File",
    "Happening",
    "Issued",
    "Line",
    "Look",
    "Matter",
    "Note",
    "Pack",
    "Party",
    "Picture",
    "Pod",
    "Report",
    "Shot",
    "Voice",
    "Words",
    "bundle",
    "delivery",
    "issued",
    "looks",
    "matter",
    "pack",
    "page",
    "pdf",
    "pod",
    "printed",
    "proof",
    "proven",
    "report",
    "sheet",
    "shots",
    "write",
    "write_pack",
    "zone_of",
]
