"""What a journey template is made of: steps, who reports each, and when each is due.

A template is a version and is never edited once orders follow it: a better one gets the
next number. A step is due some days after an anchor:

placed     the day of the order
asked      the day the partner was asked (or asked again)
promise    the agreed day, or the requested one while nothing is agreed; days count from
           arrival and are shifted when the promise means "handed over" or "ready"
requested  the requested day, whatever was agreed; days count as for a promise
previous   the day the step before was reached, or is due

Goods that go back have steps of their own: `asked` is the day the return was asked for.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from portal.journey.calendar import Calendar
from portal.journey.milestones import MILESTONES

ANCHORS = ("placed", "asked", "promise", "requested", "previous")
OF_ARRIVAL = frozenset({"promise", "requested"})  # anchors that days of arrival count from
RESPONSIBLE = ("supplier", "carrier", "owner", "customs", "customer")
CALENDAR, WORKING = COUNTS = ("calendar", "working")
# When a step is left out: never; where nothing leaves its country; where nothing leaves a
# country or a customs union. Where one end of the way is not known, it stays.
ALWAYS, NO_BORDER, NO_CUSTOMS = SKIPS = ("", "no_border", "no_customs")
WHOLE, TRANSPORT_ONLY = SCOPES = ("whole", "transport")
# What a return passes; it is expected always, or not where the owner wants this for the goods.
RETURN_STEPS = ("RETURN_ACCEPTED", "RETURN_IN_TRANSIT", "RETURN_RECEIVED")
RETURN_ANCHORS = ("asked", "previous")
RETURN_SKIPS = (*SKIPS, "credit", "replace")
_FIRST_OF_TRANSPORT = MILESTONES["READY_FOR_PICKUP"].rank
_WAYS = 1024  # ways whose journeys are kept at hand


@dataclass(frozen=True, slots=True)
class Lane:
    """A way between two countries on which a step is due otherwise; "" is any country."""

    start: str
    end: str
    days: int


@dataclass(frozen=True)
class Step:
    """One expected milestone: who reports it, whether it must come, and when it is due.

    `name` is what the owner calls it, `names` what it does in some languages; "" is the
    usual word. `repeats`: it may be reported on every leg, and then the largest quantity
    counts, as for what always repeats.
    """

    code: str
    by: str  # see RESPONSIBLE
    required: bool
    anchor: str
    days: int
    count: str = CALENDAR
    skip: str = ALWAYS
    name: str = ""
    repeats: bool = False
    lanes: tuple[Lane, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # (language, name)

    @property
    def own_names(self) -> str | dict[str, str]:
        """Return what its owner calls it, "" for not at all; by language where that differs."""
        return {"": self.name, **dict(self.names)} if self.names else self.name

    @cached_property
    def what(self) -> str:
        """Return the quantity that this step moves."""
        return MILESTONES[self.code].what

    def on(self, start: str, end: str) -> "Step":
        """Return the step as it is due on a way: the lane that names more of it holds."""
        if not self.lanes:
            return self
        fitting = [one for one in self.lanes if one.start in ("", start) and one.end in ("", end)]
        best = max(fitting, key=lambda one: (bool(one.start) + bool(one.end), one.start, one.end),
                   default=None)  # fmt: skip
        return replace(self, days=best.days, lanes=()) if best else self


USUAL_RETURN = (
    Step("RETURN_ACCEPTED", "supplier", True, "asked", 2, count=WORKING),
    Step("RETURN_IN_TRANSIT", "owner", True, "previous", 5, count=WORKING),
    Step("RETURN_RECEIVED", "supplier", True, "previous", 10),
)


@dataclass(frozen=True)
class Template:
    """The journey that orders of one kind are expected to make.

    `asks` says whether the partner is asked to answer. `ends` are the quantities that
    fulfil a line: the first one that anybody reported counts. `scope` is what of it an
    order follows. `calendar` holds the working days that its steps are counted in.
    `returns` are the steps of goods that go back.

    Every fold asks the same of its template, so the answers are kept with it.
    """

    name: str
    kind: str
    steps: tuple[Step, ...]
    asks: bool
    ends: tuple[str, ...]
    title: str = ""
    scope: str = WHOLE
    calendar: Calendar = Calendar()
    returns: tuple[Step, ...] = USUAL_RETURN

    def __hash__(self) -> int:
        return hash(self.name)  # its steps are compared, and seldom need to be told apart

    @property
    def base(self) -> str:
        """Return its name without the version."""
        return self.name.rpartition("/")[0]

    @property
    def version(self) -> int:
        """Return which version it is."""
        return int(self.name.rpartition("/")[2])

    def step(self, code: str) -> Step | None:
        """Return the step called `code`, if the journey has it."""
        place = self.places.get(code)
        return None if place is None else self.steps[place]

    @cached_property
    def places(self) -> dict[str, int]:
        """Return where among the steps each code stands."""
        return {step.code: place for place, step in enumerate(self.steps)}

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Return the steps that may be reported on every leg, beside those that always may."""
        return frozenset(step.code for step in self.steps if step.repeats)

    @property
    def own_names(self) -> dict[str, str | dict[str, str]]:
        """Return what their owner calls the steps, of those that have a name of their own."""
        return {step.code: own for step in self.steps if (own := step.own_names)}

    def kept_by(self, basis: str) -> Step | None:
        """Return the step that keeps a promise of this basis: "delivered" may be work done."""
        return self._keeping[basis if basis in KEPT_BY else "arrived"]

    @cached_property
    def _keeping(self) -> dict[str, "Step | None"]:
        moving = {step.what: step for step in reversed(self.steps)}
        return {basis: moving.get(MILESTONES[code].what) for basis, code in KEPT_BY.items()}

    def for_transport(self) -> "Template":
        """Return its steps from the pickup on; nobody is asked to agree to what is tracked."""
        steps = tuple(s for s in self.steps if MILESTONES[s.code].rank >= _FIRST_OF_TRANSPORT)
        return replace(self, steps=steps, asks=False, scope=TRANSPORT_ONLY)

    def on(self, start: str, ends: frozenset[str]) -> "Template":
        """Return what of it an order passes on its way, due as that way asks.

        Args:
            start: the country the goods leave; "" is not known.
            ends: the countries they go to; "" in it is not known.
        """
        return _on(self, start, ends) if self._depends_on_way else self

    @cached_property
    def _depends_on_way(self) -> bool:
        return any(step.skip or step.lanes for step in (*self.steps, *self.returns))


# Which milestone keeps a promise, by what its date means.
KEPT_BY = {"arrived": "DELIVERED", "handed_over": "DISPATCHED", "ready": "READY_FOR_PICKUP"}

# Countries between which goods pass no customs, by the name of their union.
_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK"
UNIONS = {
    "EU": frozenset(_EU.split()),
    "CH": frozenset({"CH", "LI"}),
    "SACU": frozenset({"BW", "LS", "NA", "SZ", "ZA"}),
    "EAEU": frozenset({"AM", "BY", "KG", "KZ", "RU"}),
    "GCC": frozenset({"AE", "BH", "KW", "OM", "QA", "SA"}),
}


@lru_cache(maxsize=_WAYS)
def _on(template: Template, start: str, ends: frozenset[str]) -> Template:
    end = next(iter(ends)) if len(ends) == 1 else ""
    steps = tuple(s.on(start, end) for s in template.steps if not _left_out(s.skip, start, ends))
    back = tuple(s.on(end, start) for s in template.returns if not _left_out(s.skip, start, ends))
    if (steps, back) == (template.steps, template.returns):
        return template
    return replace(template, steps=steps, returns=back)


def _left_out(skip: str, start: str, ends: frozenset[str]) -> bool:
    if skip not in (NO_BORDER, NO_CUSTOMS) or not start or not ends or "" in ends:
        return False
    if ends == {start}:
        return True
    return skip == NO_CUSTOMS and any(start in union and ends <= union for union in UNIONS.values())
