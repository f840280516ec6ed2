"""Who acts on it: worklists, the workflow on cases, notices, work to be done later.

In:   cases, and what somebody wants to do about one; news that others should hear.
Out:  drafts, pages of the worklist, notices and jobs in the caller's transaction.
Rule: nothing is sent and nothing committed here; a case never closes without a cause.
"""

from portal.desk import say
from portal.desk.addressbook import Book, finder, read_contacts
from portal.desk.asked import OURS, THEIRS, OpenQuestion, open_questions
from portal.desk.causes import CAUSES, PARTIES, Cause, Party
from portal.desk.dossier import (
    Dossier,
    case_among,
    colleagues,
    dossier_of,
    people_called,
    stream_of_case,
)
from portal.desk.incoming import BOUNCED, HELD, PASSED, TAKEN, Incoming
from portal.desk.job import BULK, MAIL, MOST_TRIES, NORMAL, Job
from portal.desk.letters import Letter, letter
from portal.desk.linelist import (
    LINES,
    OPEN_VIEWS,
    LinePage,
    LinePlace,
    LinesWanted,
    line_counts,
    line_page,
)
from portal.desk.linerows import LineRow, lines_at, lines_of, splits_of
from portal.desk.lineviews import (
    LONGEST_NAME,
    LineView,
    drop_line_view,
    keep_line_view,
    line_views,
)
from portal.desk.notice import Notice
from portal.desk.notices import (
    FAILED,
    MAIL_JOB,
    NOBODY,
    SENT,
    WAITING,
    notify,
    notify_about,
    staff_of,
)
from portal.desk.orderlist import (
    OrderPage,
    Wanted,
    first_items,
    numbers_of,
    order_counts,
    order_page,
)
from portal.desk.others import (
    LONGEST,
    NEAR,
    OFFERED,
    Found,
    Other,
    find_other,
    names_of_others,
    offered,
    others_among,
)
from portal.desk.post import Mail, sender
from portal.desk.question import (
    Question,
    keep_questions,
    question_rows,
)
from portal.desk.repeat import Answer, Idempotency, digest_of, forget, remember, seen
from portal.desk.routing import Addressee, addressees
from portal.desk.rulebook import HITS, Hit, look_at_open, whisper_counts, whispered_of
from portal.desk.sheet import File, Sheet, file_of, sheet_of
from portal.desk.sketch import sketches
from portal.desk.talk import Post, Talk, Thread, talk
from portal.desk.twins import refuse_twin, twin_of
from portal.desk.work import (
    KEPT,
    Claimed,
    claim,
    clean,
    dead,
    done,
    enqueue,
    extend,
    fail,
    owners_done,
    retry,
    wait_after,
    waiting,
)
from portal.desk.workflow import answer, ask, comment, hand_over, reopen, resolve, take
from portal.desk.worklist import COUNTED, Cursor, Filters, Page, count_text, counts, queue

__all__ = [
    "BOUNCED",
    "BULK",
    "CAUSES",
    "COUNTED",
    "FAILED",
    "HELD",
    "HITS",
    "KEPT",
    "LINES",
    "LONGEST",
    "LONGEST_NAME",
    "MAIL",
    "MAIL_JOB",
    "MOST_TRIES",
    "NEAR",
    "NOBODY",
    "NORMAL",
    "OFFERED",
    "OPEN_VIEWS",
    "OURS",
    "PARTIES",
    "PASSED",
    "SENT",
    "TAKEN",
    "THEIRS",
    "WAITING",
    "Addressee",
    "Answer",
    "Book",
    "Cause",
    "Claimed",
    "Cursor",
    "Dossier",
    "File",
    "Filters",
    "Found",
    "Hit",
    "Idempotency",
    "Incoming",
    "Job",
    "Letter",
    "LinePage",
    "LinePlace",
    "LineRow",
    "LineView",
    "LinesWanted",
    "Mail",
    "Notice",
    "OpenQuestion",
    "OrderPage",
    "Other",
    "Page",
    "Party",
    "Post",
    "Question",
    "Sheet",
    "Talk",
    "Thread",
    "Wanted",
    "addressees",
    "answer",
    "ask",
    "case_among",
    "claim",
    "clean",
    "colleagues",
    "comment",
    "count_text",
    "counts",
    "dead",
    "digest_of",
    "done",
    "dossier_of",
    "drop_line_view",
    "enqueue",
    "extend",
    "fail",
    "file_of",
    "find_other",
    "finder",
    "first_items",
    "forget",
    "hand_over",
    "keep_line_view",
    "keep_questions",
    "letter",
    "line_counts",
    "line_page",
    "line_views",
    "lines_at",
    "lines_of",
    "look_at_open",
    "names_of_others",
    "notify",
    "notify_about",
    "numbers_of",
    "offered",
    "open_questions",
    "order_counts",
    "order_page",
    "others_among",
    "owners_done",
    "people_called",
    "question_rows",
    "queue",
    "refuse_twin",
    "read_contacts",
    "remember",
    "reopen",
    "resolve",
    "retry",
    "say",
    "seen",
    "sender",
    "sheet_of",
    "sketches",
    "splits_of",
    "staff_of",
    "stream_of_case",
    "take",
    "talk",
    "twin_of",
    "wait_after",
    "waiting",
    "whisper_counts",
    "whispered_of",
]
