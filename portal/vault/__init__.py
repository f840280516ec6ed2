"""The vault: files people sent, judged before they are kept, and never changed after.

In:   a name and bytes from a stranger.
Out:  a verdict (what it is), a digest (what it is called here), the same bytes again.
Rule: what is kept is the original, byte for byte; what is shown is a fresh copy.
"""

from portal.vault.look import Table, Verdict, look, small, table
from portal.vault.names import disposition, extension, safe_name
from portal.vault.store import Damaged, Kept, keep, open, read

__all__ = [
    "Damaged",
    "Kept",
    "Table",
    "Verdict",
    "disposition",
    "extension",
    "keep",
    "look",
    "open",
    "read",
    "safe_name",
    "small",
    "table",
]
