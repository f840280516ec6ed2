"""Recording what the rows of a file tell, window by window."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from uuid import UUID

from portal import flow, intake, people
from portal.errors import PortalError
from portal.intake import PartnerKey, Problem, Reading, Told
from portal.ledger import Draft
from portal.loading.arrival import Counts
from portal.loading.inbox import quarantined
from portal.people import Actor

WINDOW = 120  # rows recorded under one lock: about 500 events, a tenth of a second

Progress = Callable[[Counts], None]


class Loader:
    """One file on its way into the ledger of one owner."""

    def __init__(self, owner: int, by: Actor, message: UUID) -> None:
        self.owner, self.by, self.message = owner, by, message
        self.partners: dict[PartnerKey, int] = {}
        self.counts = Counts()
        self.encoding = "utf-8"

    def load(self, reading: Reading, progress: Progress) -> Counts:
        """Record all of it, window by window; say after each how far it has come."""
        self.encoding = reading.table.encoding
        for window in _windows(reading, WINDOW):
            self.counts.rows += len(window)
            self._quarantine([entry for entry in window if isinstance(entry, Problem)])
            self._record([entry for entry in window if isinstance(entry, Told)])
            progress(self.counts)
        return self.counts

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
        named = {key for one in told for key in (one.order.partner, *one.order.parties)}
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

    def _all_drafts(self, told: list[Told]) -> Iterator[tuple[str, list[Draft]]]:
        """Give (order key, drafts) of each row; what several say of their order stands once."""
        said: dict[str, tuple] = {}
        for one in told:
            key, about = flow.order_key(one.order.type, one.order.number), (one.order, one.header)
            header = [] if said.get(key) == about else self._header(one)
            said[key] = about
            yield key, [*header, *one.line]

    def _header(self, told: Told) -> list[Draft]:
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
            flow.within(self.owner, lambda: quarantined(self.message, problems, self.encoding))


def _windows(entries: Iterable, size: int) -> Iterator[list]:
    entries = iter(entries)
    while window := list(islice(entries, size)):
        yield window


def _added(org: int, key: PartnerKey) -> Draft:
    return Draft(
        "organisation.added",
        source="intake",
        key=f"organisation:{org}",
        channel="file",
        details={"name": key.name},
        body={"organisation": org, "kind": key.side},
    )
