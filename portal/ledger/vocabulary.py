"""Every kind of event: who may say it, in which stream, and what it must carry.

To add a kind, add a line here, say in `journey` what it changes (or that it changes
nothing) and in `web/words` how it reads. Nothing is ever removed: old ledgers must
stay readable.
"""

from portal.ledger.kind import (
    ANYONE,
    CHARGED,
    MOVERS,
    OWNER,
    SUPPLIER,
    WHOEVER_SIGNS_IN,
    Kind,
)

KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "order.placed", "order", OWNER, ("number", "type"), "The owner asks for goods or work."
        ),
        Kind("order.changed", "order", OWNER, ("revision",), "The owner changes its header."),
        Kind("order.cancelled", "order", OWNER, (), "The owner cancels what has not left."),
        Kind("order.reopened", "order", OWNER, (), "A cancelled order is wanted again."),
        Kind(
            "line.placed",
            "order",
            OWNER,
            ("no", "item", "qty", "uom", "parts"),
            "A line is asked for.",
        ),
        Kind("line.changed", "order", OWNER, ("revision", "parts"), "The owner changes a line."),
        Kind("line.cancelled", "order", OWNER, (), "The owner cancels a line, or some of it."),
        Kind("line.closed", "order", OWNER, (), "The owner waits for no more of a line."),
        Kind("line.reopened", "order", OWNER, (), "What was cancelled or closed is wanted again."),
        Kind("line.blocked", "order", OWNER, ("reason",), "The owner holds a line up."),
        Kind("line.unblocked", "order", OWNER, (), "A line may go on."),
        Kind(
            "journey.chosen",
            "order",
            OWNER,
            ("journey",),
            "The order follows this journey, not the first one of its kind.",
        ),
        Kind("need.stated", "order", OWNER, ("needs",), "How many are truly needed by when."),
        Kind("response", "order", SUPPLIER, ("revision", "answer"), "The supplier answers a line."),
        Kind(
            "response.confirmed",
            "order",
            SUPPLIER,
            ("confirms",),
            "The supplier confirms what was entered for it.",
        ),
        Kind(
            "decision", "order", OWNER, ("proposal", "verdict"), "The owner decides on a proposal."
        ),
        Kind(
            "tolerance.applied",
            "order",
            OWNER,
            ("proposal", "rules"),
            "By which settings an answer was accepted, for the owner alone.",
        ),
        Kind(
            "milestone", "order shipment", MOVERS, ("code",), "A step was reached, or is expected."
        ),
        Kind("delay.reported", "order", MOVERS, ("day",), "It will come later than agreed."),
        Kind("return.requested", "order", OWNER, ("qty", "remedy"), "Goods are to go back."),
        Kind(
            "return.answered", "order", SUPPLIER, ("return", "verdict"), "Whether they may go back."
        ),
        Kind(
            "visit.planned", "order", MOVERS, ("window", "lines"), "A technician is to come, then."
        ),
        Kind(
            "visit.changed",
            "order",
            MOVERS,
            ("visit", "window"),
            "A visit is to be at another time, or by somebody else.",
        ),
        Kind(
            "visit.confirmed",
            "order",
            MOVERS,
            ("visit", "confirms"),
            "The other side agrees to the time of a visit.",
        ),
        Kind("visit.cancelled", "order", MOVERS, ("visit",), "A visit will not take place."),
        Kind(
            "work.entered",
            "order",
            SUPPLIER,
            ("visit",),
            "What a visit took: hours, parts, an amount.",
        ),
        Kind(
            "work.refused", "order", OWNER, ("visit", "entry"), "The owner does not accept it so."
        ),
        Kind(
            "document.attached",
            "order shipment",
            ANYONE,
            ("type", "document"),
            "A file was attached.",
        ),
        Kind(
            "document.judged",
            "order shipment",
            OWNER,
            ("document", "verdict"),
            "A document was checked.",
        ),
        Kind("message.posted", "order", ANYONE, (), "Somebody wrote to the others, or a note."),
        Kind("message.settled", "order", ANYONE, ("answers",), "A question needs no answer now."),
        Kind("mail.bounced", "order", OWNER, ("notice",), "A mail about it came back."),
        Kind(
            "event.voided",
            "order shipment",
            ANYONE,
            ("corrects",),
            "An earlier event was a mistake.",
        ),
        Kind(
            "goods.assigned",
            "order",
            MOVERS,
            ("shipment", "qty", "version"),
            "What of the order travels in a shipment.",
        ),
        Kind(
            "goods.unassigned",
            "order",
            MOVERS,
            ("shipment", "version"),
            "Nothing of the order travels in that shipment any more.",
        ),
        Kind(
            "shipment.announced",
            "shipment",
            MOVERS,
            ("owner", "shipper", "number", "version"),
            "Goods will be, or were, sent.",
        ),
        Kind(
            "shipment.changed",
            "shipment",
            MOVERS,
            ("owner", "shipper", "number", "version"),
            "The announcement says something else now.",
        ),
        Kind("shipment.cancelled", "shipment", MOVERS, ("version",), "It will not be sent."),
        Kind(
            "order.assigned",
            "order",
            SUPPLIER,
            (),
            "The supplier says who of its people looks after the order.",
        ),
        Kind("link.issued", "order", OWNER, ("link",), "A mailbox was given a link to the order."),
        Kind("link.opened", "order", SUPPLIER, ("link",), "Somebody sat down at a link."),
        Kind("link.revoked", "order", MOVERS, ("link",), "A link was taken back before its time."),
        Kind("case.opened", "order", OWNER, ("case", "rule"), "Something needs a person."),
        Kind("case.taken", "order", OWNER, ("case",), "Somebody took the case."),
        Kind("case.commented", "order", OWNER, ("case",), "A note among the owner's people."),
        Kind("case.asked", "order", OWNER, ("case",), "A question to the supplier."),
        Kind("case.answered", "order", SUPPLIER, ("case",), "The supplier's answer."),
        Kind("case.cleared", "order", OWNER, ("case",), "The trouble is over; its cause is owed."),
        Kind("case.repeated", "order", OWNER, ("case",), "The trouble was found once more."),
        Kind("case.lifted", "order", OWNER, ("case", "shipment"), "It is about all of a shipment."),
        Kind("case.joined", "order", OWNER, ("case", "into"), "Another case is about it as well."),
        Kind(
            "case.resolved", "order", OWNER, ("case", "cause"), "The case is closed with its cause."
        ),
        Kind("case.reopened", "order", OWNER, ("case",), "The case is open again."),
        Kind("case.assigned", "order", OWNER, ("case",), "A rule or a person gave it to somebody."),
        Kind("case.acted", "order", OWNER, ("case", "act"), "Something was done about it."),
        Kind("case.dated", "order", OWNER, ("case", "day"), "By when it should be over."),
        Kind("case.linked", "order", OWNER, ("case", "shared"), "It shares a cause with others."),
        Kind("case.unlinked", "order", OWNER, ("case",), "It shares no cause with others."),
        Kind(
            "case.attributed",
            "order",
            OWNER,
            ("case", "cause", "accountable", "to"),
            "The partner hears that a closed case was put down to it.",
        ),
        Kind("case.contested", "order", CHARGED, ("case",), "The partner sees it otherwise."),
        Kind(
            "case.escalated",
            "order",
            OWNER,
            ("case", "rung", "to", "persons"),
            "Nobody dealt with it in time: others hear of it.",
        ),
        Kind("case.judged", "order", OWNER, ("case", "verdict"), "What the owner says to that."),
        Kind("expedite.requested", "order", OWNER, ("how",), "The owner asks for it sooner."),
        Kind("cover.arranged", "order", OWNER, ("qty", "source"), "It is taken from elsewhere."),
        Kind("cover.given", "order", OWNER, ("qty", "order"), "Some of it goes to another order."),
        Kind("claim.made", "order", OWNER, ("claim",), "The owner claims something for it."),
        Kind("redelivery.arranged", "order", OWNER, ("day",), "Another delivery is to be tried."),
        Kind("cause.named", "house", OWNER, ("cause", "name"), "A cause that cases share."),
        Kind("cause.noted", "house", OWNER, ("cause",), "A word on all cases of a cause."),
        Kind("cause.ended", "house", OWNER, ("cause",), "A cause is over; its cases are closed."),
        Kind("cause.reopened", "house", OWNER, ("cause",), "A cause is not over after all."),
        Kind("organisation.added", "house", OWNER, ("organisation",), "A partner was added."),
        Kind("group.named", "house", OWNER, ("group", "name"), "A supplier group has this name."),
        Kind("group.ended", "house", OWNER, ("group",), "A supplier group is there no more."),
        Kind("partner.grouped", "house", OWNER, ("organisation",), "A partner changed its group."),
        Kind("person.invited", "house", OWNER, (), "Somebody was invited."),
        Kind("person.joined", "house", ANYONE, ("person",), "The invitation was accepted."),
        Kind("role.given", "house", OWNER, ("person", "role"), "A person was given a role."),
        Kind("role.ended", "house", OWNER, ("person",), "A person's access ended."),
        Kind(
            "account.changed",
            "house",
            WHOEVER_SIGNS_IN,
            ("what",),
            "A person changed their own account; what it says now is not kept.",
        ),
        Kind(
            "contact.changed",
            "house",
            OWNER,
            ("what",),
            "Addresses of partners were added, changed, ended or erased; none of them is named.",
        ),
        Kind("mail.resent", "house", OWNER, ("mails",), "Mails given up are sent again."),
        Kind("grant.given", "house", OWNER, ("grant",), "An auditor was let in for a time."),
        Kind("names.erased", "house", OWNER, ("what",), "Names of people were forgotten."),
        Kind("key.made", "house", OWNER, ("key", "scopes"), "A machine was given a key."),
        Kind("key.revoked", "house", OWNER, ("key",), "A machine's key was taken back."),
        Kind("grant.revoked", "house", OWNER, ("grant",), "An auditor's access ended early."),
        Kind(
            "setting.made",
            "house",
            OWNER,
            ("key", "version", "doc"),
            "A setting has a new version.",
        ),
        Kind(
            "pack.issued",
            "house",
            frozenset({"owner", "auditor", "system"}),
            ("order",),
            "An evidence pack was issued.",
        ),
        Kind(
            "access.digest", "house", OWNER, ("day", "sha256"), "The day's access log was sealed."
        ),
        Kind("message.received", "source", OWNER, ("sha256",), "A file or message came in."),
    )
}

# What a partner's person must be allowed to do (`people.rights.ACTS`) to say it; the rest may be
# said by whoever sees the stream. Taking something back needs the right to say it.
RIGHTS = {
    "response": "answer",
    "response.confirmed": "answer",
    "milestone": "report",
    "delay.reported": "report",
    "document.attached": "papers",
    "case.answered": "write",
    "case.contested": "write",
    "message.posted": "write",
    "message.settled": "write",
    "return.answered": "ship",
    "visit.planned": "report",
    "visit.changed": "report",
    "visit.confirmed": "report",
    "visit.cancelled": "report",
    "work.entered": "report",
    "goods.assigned": "ship",
    "goods.unassigned": "ship",
    "shipment.announced": "ship",
    "shipment.changed": "ship",
    "shipment.cancelled": "ship",
}
