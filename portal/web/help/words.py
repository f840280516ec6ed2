"""What the help page says: topics by role, and the words of the house.

To add a topic, add a `Topic` to `TOPICS`; its place is a path of the menu, or empty.
"""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Topic(NamedTuple):
    """One thing somebody can do: for which roles, where, how."""

    roles: frozenset[str]
    place: str
    title: LazyString
    text: LazyString


_OWNERS = frozenset({"admin", "buyer"})
_HOUSE = _OWNERS | {"receiving"}
_SUPPLIER = frozenset({"supplier"})
_SAYERS = _HOUSE | _SUPPLIER | {"carrier"}
_ALL = _SAYERS | {"customer", "auditor"}

TOPICS = (
    Topic(
        _SUPPLIER,
        "/",
        _l("See what waits for you"),
        _l(
            "The overview shows the orders to acknowledge, what is due soon, what is late and "
            "which questions are open. Each number opens the orders behind it."
        ),
    ),
    Topic(
        _SUPPLIER,
        "/orders",
        _l("Answer an order"),
        _l(
            "Open the order. Accept all lines as asked, or answer a line: another day, another "
            "quantity, several deliveries, or refuse it with a reason. What differs from what was "
            "asked is a proposal; the buyer decides on it."
        ),
    ),
    Topic(
        _SUPPLIER | {"carrier"},
        "/orders",
        _l("Report a step"),
        _l(
            "Say which step was reached, by which quantity, and on which day it really happened. "
            "“This time” adds to what was reported before, “in total so far” replaces the sum. "
            "A day to come is an expectation, not a step."
        ),
    ),
    Topic(
        _SUPPLIER | _OWNERS,
        "/orders",
        _l("Agree on a visit, and report it"),
        _l(
            "A service order is a technician's visit. Either side proposes a time, the other "
            "confirms it or wants another one. The technician reports on the way, on site, and "
            "done or why not, with hours and parts; then the buyer accepts the work, and only "
            "that fulfils the order. After a visit that came to nothing, plan the next one there."
        ),
    ),
    Topic(
        _SUPPLIER | {"carrier"},
        "/orders",
        _l("Report a delay"),
        _l(
            "As soon as you know it. Give the quantity, the day it will really come, and the "
            "reason. The agreed day stays what was promised."
        ),
    ),
    Topic(
        _SAYERS | {"customer"},
        "/orders",
        _l("Ask and answer"),
        _l(
            "Under “Messages” on the order's page you write about the order, a line or a case, and "
            "choose who reads it. Tick that you need an answer; open questions stand in the list "
            "and on the start page. A note is read by your own people only. You may simply "
            "answer the mails about messages."
        ),
    ),
    Topic(
        _OWNERS,
        "/orders",
        _l("Follow the orders"),
        _l(
            "The list shows the state, the promised against the requested day, the next step and "
            "who is late. Open an order for its lines, its quantities by step, every promise that "
            "was made, and the history: who said what, when it happened, when we learnt it."
        ),
    ),
    Topic(
        _OWNERS,
        "/orders",
        _l("Decide on a proposal"),
        _l(
            "A supplier's other day or quantity stands on the order. Accept it, or refuse it and "
            "say what you need instead: the supplier is asked again."
        ),
    ),
    Topic(
        _OWNERS,
        "/exceptions",
        _l("Deal with exceptions"),
        _l(
            "Each one says what is wrong, since when, and what it rests on. Take it, note what "
            "you find, ask the supplier, and resolve it with its cause. If the trouble goes away "
            "by itself, the cause is still owed."
        ),
    ),
    Topic(
        _HOUSE,
        "/orders",
        _l("Post what arrived"),
        _l(
            "Count what came, and say how much of it is accepted, missing, damaged or too much. "
            "Attach the signed delivery note; once it is checked, the proof of delivery shows it."
        ),
    ),
    Topic(
        _OWNERS,
        "/intake",
        _l("Bring orders in"),
        _l(
            "Send a CSV file. You first see what it would do. Rows that cannot be understood are "
            "set aside with their reasons; the others are taken in. The same file twice changes "
            "nothing."
        ),
    ),
    Topic(
        _OWNERS | {"auditor"},
        "/evidence",
        _l("Prove what happened"),
        _l(
            "Search an order, then download the proof of delivery or an evidence pack: its "
            "events, documents and digests in one archive that anybody can check. What is "
            "downloaded is written down."
        ),
    ),
    Topic(
        frozenset({"auditor"}),
        "/orders",
        _l("Read under a grant"),
        _l(
            "You see what the grant covers, until it ends. With several grants, choose one under "
            "Account. You can change nothing."
        ),
    ),
    Topic(
        frozenset({"customer"}),
        "/orders",
        _l("Follow your order"),
        _l("You see your own orders: what is promised, what has left, and when it should come."),
    ),
    Topic(
        frozenset({"admin"}),
        "/admin/people",
        _l("Let people in"),
        _l(
            "Invite people of your own house and of your partners. The link works once and goes "
            "by mail. Give roles, and end access at once when somebody leaves."
        ),
    ),
    Topic(
        frozenset({"admin"}),
        "/admin/organisations",
        _l("Add partners"),
        _l("Suppliers, carriers and customers. They also come with the orders you read in."),
    ),
    Topic(
        frozenset({"admin"}),
        "/admin/grants",
        _l("Let an auditor look"),
        _l("For a time, for one partner or all, for a period. You can take it back at any time."),
    ),
    Topic(
        _ALL,
        "",
        _l("Find an order"),
        _l(
            "Type any number into the box at the top: the order's, the supplier's, a shipment's, "
            "a tracking or item number. The beginning or a part is enough. If only one order "
            "fits, it opens."
        ),
    ),
    Topic(
        _SAYERS,
        "",
        _l("Mend a mistake"),
        _l(
            "Beside each of your own reports stands “Correct this”. The history keeps both, the "
            "first one struck out."
        ),
    ),
    Topic(
        _ALL,
        "",
        _l("Days and times"),
        _l(
            "Times are shown in your zone, and the zone is named. Choose it, and your language, "
            "under Account."
        ),
    ),
)

STRANGER = (
    Topic(
        frozenset(),
        "",
        _l("Get in"),
        _l(
            "You need an invitation from the company you work with. It comes by mail, and its "
            "link works once. Then sign in with your mail address and your password."
        ),
    ),
    Topic(
        frozenset(),
        "",
        _l("Forgot the password"),
        _l("Ask for a link on the sign-in page. It comes by mail and works once."),
    ),
)

GLOSSARY = (
    (_l("Order"), _l("What was asked for. It has lines, and it belongs to the company that buys.")),
    (_l("Line"), _l("One item of an order, with a quantity, a unit and a requested day.")),
    (
        _l("Delivery (schedule line)"),
        _l("A quantity of a line and its day: what is promised. A line may have several."),
    ),
    (
        _l("Acknowledge"),
        _l("The supplier's answer to a line: as asked, otherwise, or not at all."),
    ),
    (_l("Proposal"), _l("An answer that differs from what was asked. The buyer decides on it.")),
    (
        _l("Promise"),
        _l("The day the supplier committed to. Requested, first promised, agreed: all are kept."),
    ),
    (
        _l("Step (milestone)"),
        _l("A point on the way, reached by a quantity: of 100 ordered, 60 dispatched."),
    ),
    (
        _l("Event"),
        _l("One claim by somebody that something happened, is expected or is planned."),
    ),
    (_l("Ledger"), _l("All events. Nothing in it is changed; what was wrong is corrected beside.")),
    (
        _l("Exception (case)"),
        _l("Something about an order that needs a person. It ends with a cause."),
    ),
    (
        _l("Proof of delivery"),
        _l("What was handed over, to whom and in which condition, on paper."),
    ),
    (_l("Evidence pack"), _l("An archive that proves what was said about an order.")),
    (_l("Grant"), _l("An auditor's right to look, for a time.")),
    (_l("Set aside"), _l("A row of a file that could not be understood, kept with the reason.")),
)


def topics(role: str) -> list[Topic]:
    """Return what somebody in this role can do, or how a stranger gets in."""
    return [topic for topic in TOPICS if role in topic.roles] or list(STRANGER)
