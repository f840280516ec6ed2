"""What can be proven: documents made from the ledger that stand on their own.

In:   events, documents and pictures as plain values.
Out:  a proof of delivery, a pack; the same input gives the same bytes.
Rule: nothing is fetched, nothing is invented, and no moment is taken from the clock.
"""

from portal.evidence.accepted import accepted, shown
from portal.evidence.asked import (
    Beside,
    Company,
    before,
    blank,
    countries_in,
    digest_of,
    revisions,
    source,
    text_of,
    under,
    until,
)
from portal.evidence.asked_pdf import Labels, order_sheet, printed_example, printed_order
from portal.evidence.beside import beside, files_of, has_asked
from portal.evidence.house import Happened, HousePage, house_page
from portal.evidence.matter import Detail, Entry, File, Matter, matter
from portal.evidence.order import Shot, Words, delivery, pod, proven, shots, zone_of
from portal.evidence.pack import Pack, pack, write_pack
from portal.evidence.packing import Crate as PackedCrate
from portal.evidence.packing import Packed, PackingList, labels, packing_list
from portal.evidence.pdf import Attached, DocumentNotClosed, pdf
from portal.evidence.pod import Happening, Line, Note, Party, Picture, Pod, Voice, page, proof
from portal.evidence.records import PAGE, Issued, Look, issued, looks
from portal.evidence.report import Report, printed, report, sheet
from portal.evidence.terms import Terms, next_terms, set_terms, terms_of
from portal.evidence.zip import bundle, write

__all__ = [
    "Packed",
    "PackedCrate",
    "PackingList",
    "labels",
    "packing_list",
    "PAGE",
    "Attached",
    "Beside",
    "Company",
    "Detail",
    "DocumentNotClosed",
    "Entry",
    "File",
    "Happened",
    "Happening",
    "HousePage",
    "Issued",
    "Labels",
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
    "Terms",
    "Voice",
    "Words",
    "accepted",
    "before",
    "beside",
    "blank",
    "bundle",
    "countries_in",
    "delivery",
    "digest_of",
    "files_of",
    "has_asked",
    "house_page",
    "issued",
    "looks",
    "matter",
    "next_terms",
    "order_sheet",
    "pack",
    "page",
    "pdf",
    "pod",
    "printed",
    "printed_example",
    "printed_order",
    "proof",
    "proven",
    "report",
    "revisions",
    "set_terms",
    "sheet",
    "shots",
    "shown",
    "source",
    "terms_of",
    "text_of",
    "under",
    "until",
    "write",
    "write_pack",
    "zone_of",
]
