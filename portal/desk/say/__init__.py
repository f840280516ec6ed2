"""What people say about an order in the browser, turned into drafts. Pure.

In:   the order's current journey, who speaks, what they typed.
Out:  drafts to be told; or an error that names the field and what to do.
Rule: meaning is checked here, under the order's lock; the shape was checked by the form.
"""

from portal.desk.say import onsite, spent, visiting
from portal.desk.say.answer import (
    TO_ANSWER,
    accept_all,
    accept_line,
    answer,
    asked_stamp,
    owed,
    reject,
    waiting,
)
from portal.desk.say.behalf import HEARD, Heard, behalf_of, confirm, entered, stand_in
from portal.desk.say.change import TERMS, LineTerms, Wanted, add_line, change_line, change_terms
from portal.desk.say.codes import (
    bare,
    check_digit,
    container_digit,
    is_container,
    make_sscc,
    sscc_of,
)
from portal.desk.say.correct import REPLACED, VOIDED, may_correct, may_replace, replaced, void
from portal.desk.say.count import COUNTS, TROUBLES, Report, Result, counted, result, results
from portal.desk.say.decide import VERDICTS, counter, decide
from portal.desk.say.delay import delay
from portal.desk.say.giveback import (
    BACK,
    REMEDIES,
    SENT,
    Piece,
    Reply,
    remaining,
    return_of,
    returnable,
    when_moved,
)
from portal.desk.say.giveback import answer as answer_return
from portal.desk.say.giveback import may_move as may_move_return
from portal.desk.say.giveback import moved as move_return
from portal.desk.say.giveback import request as ask_return
from portal.desk.say.goods import OTHER as OTHER_GOODS
from portal.desk.say.goods import SAME as SAME_GOODS
from portal.desk.say.goods import Goods, carried_of, lines_of, over_apart
from portal.desk.say.goods import questions as reported_before
from portal.desk.say.halt import (
    TRANSITS,
    block,
    cancel,
    cancellable,
    close,
    on_its_way,
    order_stamp,
    reopen,
    reopenable,
    unblock,
)
from portal.desk.say.mention import mentioned
from portal.desk.say.message import EVERYBODY, MOST_FILES, Message, post, settle
from portal.desk.say.need import need
from portal.desk.say.offer import RESTS, Note, Offer, in_force, standing
from portal.desk.say.packing import PACKAGES, Crate, as_crates, wanted_numbers
from portal.desk.say.paper import CONDITIONS, PROOFS, TYPES, attach, judge
from portal.desk.say.reasons import REASONS, Reason, reasons_for
from portal.desk.say.receipt import Arrival, Got, code_of, receipt
from portal.desk.say.received import check_open, was_received
from portal.desk.say.reissue import ASKED_WITH, NewPaper, Reissue, reissue
from portal.desk.say.retreat import forgo, withdraw
from portal.desk.say.sail import STEPS as SHIPMENT_STEPS
from portal.desk.say.sail import (
    TROUBLES_ON_THE_WAY,
    Passage,
    attach_paper,
    judge_paper,
    may_take_back,
    pass_step,
    take_back,
)
from portal.desk.say.ship import (
    MODES,
    REFS,
    Notice,
    announce,
)
from portal.desk.say.ship import Paper as ShipPaper
from portal.desk.say.ship import cancel as cancel_shipment
from portal.desk.say.ship import change as change_shipment
from portal.desk.say.step import RECEIPTS, mine, offered, report
from portal.desk.say.trip import SHIPPED, check_may_ship, place_of, shipper_of
from portal.desk.say.unload import Landed, unload
from portal.desk.say.verbs import VERBS, Verb, verbs_of
from portal.desk.say.wishes import Told, Wish, tell_wishes, waits_for

__all__ = [
    "over_apart",
    "ASKED_WITH",
    "NewPaper",
    "Reissue",
    "reissue",
    "Landed",
    "unload",
    "bare",
    "check_digit",
    "container_digit",
    "is_container",
    "make_sscc",
    "sscc_of",
    "OTHER_GOODS",
    "SAME_GOODS",
    "Goods",
    "carried_of",
    "lines_of",
    "reported_before",
    "PACKAGES",
    "Crate",
    "as_crates",
    "wanted_numbers",
    "check_open",
    "was_received",
    "SHIPMENT_STEPS",
    "TROUBLES_ON_THE_WAY",
    "Passage",
    "attach_paper",
    "judge_paper",
    "may_take_back",
    "pass_step",
    "take_back",
    "MODES",
    "REFS",
    "Notice",
    "announce",
    "cancel_shipment",
    "change_shipment",
    "SHIPPED",
    "check_may_ship",
    "place_of",
    "shipper_of",
    "ShipPaper",
    "BACK",
    "CONDITIONS",
    "COUNTS",
    "EVERYBODY",
    "HEARD",
    "MOST_FILES",
    "PROOFS",
    "REASONS",
    "RECEIPTS",
    "REMEDIES",
    "REPLACED",
    "RESTS",
    "SENT",
    "TERMS",
    "TO_ANSWER",
    "TRANSITS",
    "TROUBLES",
    "TYPES",
    "VERBS",
    "VERDICTS",
    "VOIDED",
    "Arrival",
    "Got",
    "Heard",
    "LineTerms",
    "Message",
    "Note",
    "Offer",
    "Piece",
    "Reason",
    "Reply",
    "Report",
    "Result",
    "Told",
    "Verb",
    "Wanted",
    "Wish",
    "accept_all",
    "accept_line",
    "add_line",
    "answer",
    "answer_return",
    "ask_return",
    "behalf_of",
    "asked_stamp",
    "attach",
    "block",
    "cancel",
    "cancellable",
    "change_line",
    "change_terms",
    "close",
    "code_of",
    "confirm",
    "counted",
    "counter",
    "decide",
    "delay",
    "entered",
    "forgo",
    "in_force",
    "judge",
    "may_correct",
    "may_replace",
    "mentioned",
    "mine",
    "may_move_return",
    "move_return",
    "need",
    "offered",
    "on_its_way",
    "onsite",
    "order_stamp",
    "owed",
    "post",
    "reasons_for",
    "receipt",
    "reject",
    "remaining",
    "reopen",
    "reopenable",
    "replaced",
    "report",
    "result",
    "results",
    "return_of",
    "returnable",
    "settle",
    "spent",
    "stand_in",
    "standing",
    "tell_wishes",
    "unblock",
    "verbs_of",
    "visiting",
    "void",
    "waiting",
    "waits_for",
    "when_moved",
    "withdraw",
]
