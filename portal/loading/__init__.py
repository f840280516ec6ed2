"""Taking files in: kept as they came, read, and what their rows tell recorded, window by window.

    receive ─▶ (somebody looks at the preview) ─▶ confirm ─▶ load
    kept, nothing said                            a job      rows recorded

In:   a file from a person or a command, and how it is read.
Out:  a message with its counts; events; rows that could not be understood, with their words.
Rule: every row is accepted (something in it was new), a duplicate (nothing was), or
      quarantined; the three add up to the rows of the file. The same file again changes nothing.
"""

from portal.loading.arrival import Arrival, Counts
from portal.loading.inbox import DONE, QUEUED, READING, REFUSED, WAITING, Task, Words, refusal
from portal.loading.preview import Preview, Seen, preview
from portal.loading.taking import JOB, confirm, dry_run, load, receive, take_in

__all__ = [
    "DONE",
    "JOB",
    "QUEUED",
    "READING",
    "REFUSED",
    "WAITING",
    "Arrival",
    "Counts",
    "Preview",
    "Seen",
    "Task",
    "Words",
    "confirm",
    "dry_run",
    "load",
    "preview",
    "receive",
    "refusal",
    "take_in",
]
