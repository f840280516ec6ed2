"""Recording what the rows of a file tell, window by window."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from portal import flow, intake, ledger, people
from portal.errors import N_, PortalError
from portal.intake import Fault, PartnerKey, Problem, Reading, Told
from portal.ledger import Draft
from portal.loading.arrival import Counts
from portal.loading.inbox import NOTED, OPEN, quarantined
from portal.people import Actor

WINDOW, ORDERS = 500, 120  # events of so many orders recorded under one lock: a tenth of a second
_NO_ORDER = N_("There is no order %(number)s here. Take in the file with the orders first.")

Progress = Callable[[Counts], None]


class Loader:
    """One file on its way into the ledger of one owner. `came` is when it was received."""

    def __init__(self, owner: int, by: Actor, message: UUID, came: datetime) -> None:
        self.owner, self.by, self.message, self.came = owner, by, message, came
        self.partners: dict[PartnerKey, int] = {}
        self.counts = Counts()
        self.encoding = "utf-8"

    def load(self, reading: Reading, progress: Progress) -> Counts:
        """Record all of it, window by window; say after each how far it has come."""
        self.encoding = reading.table.encoding
        for window in _windows(reading):
            self.counts.rows += len(window)
            window = self._placed(window, reading)
            self._quarantine([entry for entry in window if isinstance(entry, Problem)])
            self._record([entry for entry in window if isinstance(entry, Told)])
            progress(self.counts)
        return self.counts

    def _placed(self, window: list, reading: Reading) -> list[Told | Problem]:
        """Return the entries; those that add to orders of another file once these are found."""
        if reading.profile.log is None or reading.profile.order is not None:
            return window
        keys = {_key(one) for one in window if isinstance(one, Told)}
        began = flow.within(self.owner, lambda: ledger.began("order", sorted(keys)))

        def judge(told: Told) -> Told | Problem:
            if _key(told) in began:
                return reading.judged(told, began[_key(told)], self.came)
            fault = Fault("", _NO_ORDER, {"number": told.order.number}, told.order.number)
            return Problem(told.row, (fault,), told.raw)

        return [judge(one) if isinstance(one, Told) else one for one in window]

    def _record(self, told: list[Told]) -> None:
        if not told:
            return
        try:
            self._meet(told)
            new = flow.batch(self.owner, list(self._all_drafts(told)), self.by)
        except PortalError as error:
            self._record_singly(told, error)
            return
        self.counts.accepted += sum(1 for number in new if number)
        self.counts.duplicate += sum(1 for number in new if not number)
        self._note(told)

    def _record_singly(self, told: list[Told], error: PortalError) -> None:
        """One row spoiled the window: find it, and keep the others."""
        if len(told) > 1:
            for entry in told:
                self._record([entry])
            return
        fault = intake.Fault("", error.template, dict(error.values))
        self._quarantine([Problem(told[0].row, (fault,), told[0].raw)])

    def _meet(self, told: list[Told]) -> None:
        """Learn the numbers of partners not met before; add those nobody knows."""
        named = {key for one in told for key in (one.order.partner, *one.order.parties) if key}
        unmet = sorted(named - self.partners.keys(), key=lambda key: (key.side, key.name))
        if unmet:
            self.partners |= flow.manage(self.owner, self.by, lambda: self._meet_all(unmet))

    def _meet_all(self, unmet: list[PartnerKey]) -> tuple[dict[PartnerKey, int], list[Draft]]:
        met, drafts = {}, []
        for key in unmet:
            met[key], is_new = people.partner_called(
                self.owner, key.side, key.name, key.number, key.country
            )
            if is_new:
                drafts.append(_added(met[key], key))
        return met, drafts

    def _all_drafts(self, told: list[Told]) -> Iterator[tuple[str, list[Draft], str]]:
        """Give (order key, drafts, line) of each row; what several say alike stands once."""
        said: dict[tuple, object] = {}
        for one in told:
            key = _key(one)
            about, asked = (one.order, one.header), _asked(one)
            header = [] if said.get((key,)) == about else self._header(one)
            known = asked is not None and said.get((key, one.line_no)) == asked
            said[key,], said[key, one.line_no] = about, asked
            yield key, [*header, *(one.line[1:] if known else one.line)], one.line_no

    def _header(self, told: Told) -> list[Draft]:
        if not told.header or told.order.partner is None:
            return list(told.header)
        placed, *others = told.header
        body = placed.body | {"partner": self.partners[told.order.partner]}
        parties = [
            {"org": self.partners[party], "role": party.side} for party in told.order.parties
        ]
        if parties:
            body["parties"] = parties
        return [replace(placed, body=body), *others]

    def _quarantine(self, problems: list[Problem]) -> None:
        if problems:
            self.counts.quarantined += len(problems)
            self._keep(problems, OPEN)

    def _note(self, told: list[Told]) -> None:
        noted = [Problem(one.row, one.notes, one.raw) for one in told if one.notes]
        if noted:
            self.counts.noted += len(noted)
            self._keep(noted, NOTED)

    def _keep(self, problems: list[Problem], state: str) -> None:
        encoding = self.encoding
        flow.within(self.owner, lambda: quarantined(self.message, problems, encoding, state))


def _windows(entries: Iterable[Told | Problem]) -> Iterator[list]:
    """Give the entries in batches of about so many events, of so many orders at most."""
    window, events, orders = [], 0, set()
    for entry in entries:
        window.append(entry)
        told = isinstance(entry, Told)
        events += max(len(entry.drafts), 1) if told else 1
        orders.add(entry.order.number if told else entry.row)
        if events >= WINDOW or len(orders) >= ORDERS:
            yield window
            window, events, orders = [], 0, set()
    if window:
        yield window


def _key(told: Told) -> str:
    return flow.order_key(told.order.type, told.order.number)


def _asked(told: Told) -> Draft | None:
    """Return what a row says is asked for, if it does."""
    first = told.line[0] if told.line else None
    return first if first and first.kind == "line.placed" else None


def _added(org: int, key: PartnerKey) -> Draft:
    return Draft(
        "organisation.added",
        source="intake",
        key=f"organisation:{org}",
        channel="file",
        details={"name": key.name},
        body={"organisation": org, "kind": key.side},
    )
