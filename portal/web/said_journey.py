"""How it reads which journey an order follows."""

from flask_babel import gettext as _

from portal.journey import TRANSPORT_ONLY
from portal.web.names import Names
from portal.web.words_journeys import title_of


def journey_chosen(facts: dict, names: Names) -> str:
    """Say which journey was chosen, and by whom if it was moved to it."""
    body = facts["body"]
    title = title_of(body["journey"], body.get("plan", {}).get("title", ""))
    values = {"who": names.who(facts["by"]), "journey": title}
    values["n"] = body["journey"].rpartition("/")[2]
    if body.get("scope") == TRANSPORT_ONLY:
        return _("The order follows the journey: %(journey)s, version %(n)s, transport only",
                 **values)  # fmt: skip
    if facts["by"].get("auth") == "system":
        return _("The order follows the journey: %(journey)s, version %(n)s", **values)
    return _("%(who)s moved the order to the journey: %(journey)s, version %(n)s", **values)
