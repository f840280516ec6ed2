"""The terms of an order and the papers that go with it: the form, and what is different."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Length

from portal import journey
from portal.desk import Sheet, say
from portal.journey import Journey, Paper
from portal.ledger import Said
from portal.people import Actor
from portal.web.forms import PortalForm, choices
from portal.web.orders.asked import Act, Asked
from portal.web.orders.deal_forms import DealForm
from portal.web.orders.differences import Described, different
from portal.web.orders.entries import place_words, short_no
from portal.web.orders.forms import number_of
from portal.web.words_order import PAPERS, mode

SHORT = [Length(max=120, message=_l("Shorten this to 120 characters."))]
LAND = [Length(max=2, message=_l("A country has two letters, such as AT."))]


class TermsForm(DealForm):
    """The buyer makes the next revision of an order."""

    incoterm = StringField(_l("Delivery terms"), SHORT)
    terms = StringField(_l("Named place"), SHORT)
    mode = SelectField(_l("Transport"), validate_choice=False)
    name = StringField(_l("Goods go to"), SHORT)
    city = StringField(_l("City"), SHORT)
    country = StringField(_l("Country, two letters"), LAND)
    type = SelectField(_l("Kind of document"), validate_choice=False)
    paper_line = SelectField(_l("For"), validate_choice=False)
    file = FileField(_l("Drawing or specification"))
    gone = SelectMultipleField(_l("No longer part of the order"), validate_choice=False)

    def said_terms(self) -> dict[str, str]:
        """Return the terms as they were typed."""
        return {name: self[name].data or "" for name in ("incoterm", "terms", "mode")}

    def place(self) -> dict[str, str]:
        """Return where it goes, as it was typed."""
        country = (self.country.data or "").upper()
        return {"name": self.name.data or "", "city": self.city.data or "", "country": country}

    @property
    def for_line(self) -> int:
        """Return the line the paper is for; 0 is the whole order."""
        return number_of(self.paper_line.data)


def open_terms(sheet: Sheet, _by: Actor, _today: date, _asked: Asked, form: PortalForm | None):
    """Return the form with the terms as they are."""
    read = sheet.journey
    if form is None:
        form = TermsForm(None, data=_start(read))
    form.stamp.data, form.seen.data = str(read.revision), str(sheet.said[-1].seq)
    modes = dict.fromkeys(name for name in ("", read.mode, *say.MODES) if name is not None)
    form.mode.choices = choices((name, mode(name) if name else "–") for name in modes)
    form.type.choices = choices((name, PAPERS[name]) for name in say.ASKED_WITH)
    lines = [line for line in read.lines.values() if not line.cancelled]
    form.paper_line.choices = choices(
        [("0", _("The whole order")), *((str(line.line), _line_words(line)) for line in lines)]
    )
    there = papers_of(read, sheet.said)
    form.gone.choices = choices((one.document, _called(sheet, one)) for one in there)
    return Act("terms", form, {"papers": len(there)})


def _start(read: Journey) -> dict:
    to = read.destination
    return {
        "incoterm": read.incoterm,
        "terms": read.terms,
        "mode": read.mode,
        **{name: str(to.get(name, "")) for name in ("name", "city", "country")},
    }


def papers_of(read: Journey, said: Iterable[Said]) -> list[Paper]:
    """Return the drawings and specifications that are part of what the owner asks for."""
    owners = {one.ident for one in said if one.facts["by"]["org"] == read.owner}
    return [one for one in read.documents if one.type in say.ASKED_WITH and one.ident in owners]


def terms_since(sheet: Sheet) -> list[dict]:
    """Return what is different in terms and papers since the partner answered last."""
    last = max((n for n, one in enumerate(sheet.said) if _is_answer(one, sheet)), default=None)
    if last is None or all(one.facts["kind"] != "order.changed" for one in sheet.said[last:]):
        return []
    before = sheet.said[: last + 1]
    then = _described(sheet, journey.fold(before), before)
    return different(then, _described(sheet, sheet.journey, sheet.said))


def _is_answer(one: Said, sheet: Sheet) -> bool:
    return one.facts["kind"] == "response" and one.facts["by"]["org"] == sheet.journey.partner


def _described(sheet: Sheet, read: Journey, said: Iterable[Said]) -> Described:
    to = read.destination
    found = {
        "incoterm": (_("Delivery terms"), " ".join(x for x in (read.incoterm, read.terms) if x)),
        "mode": (_("Transport"), mode(read.mode) if read.mode else ""),
        "currency": (_("Currency"), read.currency),
        "to": (_("Goods go to"), place_words(to) if to else read.site),
    }
    for one in papers_of(read, said):
        found[one.document] = (str(PAPERS[one.type]), _called(sheet, one))
    return found


def _called(sheet: Sheet, paper: Paper) -> str:
    file, line = sheet.files.get(paper.document), sheet.journey.lines.get(paper.line)
    name = file.name if file and file.name else str(PAPERS[paper.type])
    if line is None:
        return name
    return _("%(name)s, line %(no)s", name=name, no=short_no(line.no))


def _line_words(line) -> str:
    name = line.item.get("name") or line.item.get("code", "")
    return _("Line %(no)s: %(name)s", no=short_no(line.no), name=name)


OPENERS = {"terms": (open_terms, ("buyer", "admin"), "")}
