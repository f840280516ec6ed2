"""How stopping something is called on its form: title, what it means, the button."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

# Each with where its reasons are offered; letting go on needs none.
HALTS = {"cancel": "cancel", "close": "close", "block": "block", "reopen": "", "unblock": ""}
TITLES = {
    "cancel": (_l("Cancel line %(no)s"), _l("Cancel the order")),
    "close": (_l("Wait for no more of line %(no)s"), _l("Close the order")),
    "block": (_l("Block line %(no)s"), _l("Block every open line")),
    "reopen": (_l("Want line %(no)s again"), _l("Want the order again")),
    "unblock": (_l("Let line %(no)s go on"), _l("Let every blocked line go on")),
}
MEANS = {
    "cancel": _l("What has not left yet is not wanted any more. What has left stays ordered."),
    "close": _l("The quantity that is missing is not waited for any more; the line is complete."),
    "block": _l("Nothing may be answered or sent until you lift the block."),
    "reopen": _l("What was cancelled or closed is wanted again. The supplier is asked once more."),
    "unblock": _l("The supplier may answer and send again."),
}
BUTTONS = {
    "cancel": _l("Cancel it"),
    "close": _l("Close the rest"),
    "block": _l("Block"),
    "reopen": _l("Want it again"),
    "unblock": _l("Lift the block"),
}


def halt_words(verb: str, no: str) -> dict[str, str]:
    """Return {title, means, button} of one way to stop or to go on; no `no` is the order."""
    line, order = TITLES[verb]
    return {
        "title": str(line) % {"no": no} if no else str(order),
        "means": str(MEANS[verb]),
        "button": str(BUTTONS[verb]),
        "back": _("Do not change anything"),
    }
