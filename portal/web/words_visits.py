"""What the states of a technician's visit and of the work entered of it are called."""

from flask_babel import lazy_gettext as _l

# How far a visit has come: (words, tone).
VISIT_STATES = {
    "proposed": (_l("to be confirmed"), "warn"),
    "confirmed": (_l("confirmed"), "info"),
    "under_way": (_l("technician on the way"), "info"),
    "on_site": (_l("technician on site"), "info"),
    "done": (_l("done"), "ok"),
    "signed": (_l("done and signed"), "ok"),
    "failed": (_l("came to nothing"), "bad"),
    "cancelled": (_l("called off"), "neutral"),
}

WORK_STATES = {
    "open": (_l("waits for the buyer's word"), "warn"),
    "accepted": (_l("accepted"), "ok"),
    "refused": (_l("refused, to be entered anew"), "bad"),
}
