"""What of which order goes into a shipment: rows of goods, checked against each line. Pure.

More than was ordered is judged on the whole line, with everything announced of it, never on
one of its deliveries. Where goods of a line were reported as sent before, somebody has to say
whether these are the same ones: only then are they counted right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from portal.desk.freight import Freight, Load
from portal.desk.say import checks
from portal.desk.tolerance import ASK, REFUSE, Rules, Shipped, shipped_over
from portal.errors import N_, Conflict, NotUnderstood
from portal.journey import Carried, Journey, Line, fold, milestone
from portal.ledger import Draft, Qty, Said, number

SAME, OTHER = "same", "other"
MOST_ROWS = 500
_SENT = milestone("DISPATCHED").rank
_THERE = milestone("DELIVERED").rank


@dataclass(frozen=True, slots=True)
class Goods:
    """So much of a delivery of a line, in a package (by its place in the form; 0: in none).

    `place` is the row of the form it was typed in, for messages.
    """

    order: UUID
    line: int
    part: int
    qty: Decimal | None
    package: int = 0
    place: int = 0


Answers = Mapping[tuple[UUID, int], str]


def check_goods(orders: Mapping[UUID, Load], goods: Sequence[Goods]) -> None:
    """Refuse rows that cannot be meant, whatever was ordered.

    Raises:
        NotUnderstood: `field` is goods-N-qty, N is the row's place.
    """
    if len(goods) > MOST_ROWS:
        raise NotUnderstood(N_("At most %(most)s rows of goods."), field="goods", most=MOST_ROWS)
    seen: set[tuple] = set()
    for row in goods:
        line = checks.line_of(orders[row.order].journey, row.line)
        if row.part not in line.parts:
            raise Conflict(N_("A delivery of this line is gone. Look at the line once more."))
        checks.check_qty(row.qty, f"goods-{row.place}-qty")
        key = (row.order, row.line, row.part, row.package)
        if key in seen:
            raise NotUnderstood(
                N_("Line %(no)s is in this package twice; put it into one row."),
                field=f"goods-{row.place}-qty",
                no=line.no,
            )
        seen.add(key)


def assigned(
    freight: Freight, goods: Iterable[Goods], answers: Answers, version: int
) -> dict[UUID, Draft]:
    """Return, for each order, what of it is in the shipment now.

    Raises:
        NotUnderstood: it has to be said whether reported goods are these; field is "answers".
    """
    by_order: dict[UUID, list[Goods]] = {}
    for row in goods:
        by_order.setdefault(row.order, []).append(row)
    return {
        order: _assigned(freight, order, rows, answers, version)
        for order, rows in sorted(by_order.items())
    }


def questions(freight: Freight, lines: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], list]:
    """Return the reports of goods on their way that may be about the goods of these lines.

    Those of which nobody knows yet whether they are in this shipment, by (order, line).
    """
    found = {}
    for order, line in sorted(set(lines)):
        load = freight.orders[order]
        open_ones = [one for one in _reports(load, line) if _is_open(freight, load, one, line)]
        if open_ones:
            found[order, line] = open_ones
    return found


def weighed(
    freight: Freight, drafts: Mapping[UUID, Draft], goods: Sequence[Goods], beyond: bool
) -> dict[UUID, Draft]:
    """Return the same drafts, with what the owner's tolerances say to more than was ordered.

    Args:
        beyond: whoever sends it knows that the buyer will be asked about it.

    Raises:
        NotUnderstood: it is refused; `field` is goods-N-qty of the line's first row. Or the buyer
            will be asked, and nobody has said that it is meant; `field` is beyond.
    """
    found, asked = {}, []
    for order, draft in drafts.items():
        load = freight.orders[order]
        after = fold(_with(freight, load, draft))
        said = []
        for name in sorted({qty.line for qty in draft.qty}):
            over = shipped_over(load.rules, after.lines[name])
            grown = after.lines[name].shipped > load.journey.lines[name].shipped
            if over and over.outcome == REFUSE and grown:
                place = next(r.place for r in goods if (r.order, r.line) == (order, name))
                raise _too_much(after.lines[name], over, place)
            if over and over.outcome == ASK and grown:
                asked.append((order, after.lines[name], over))
            said += [over.facts()] if over else []
        found[order] = replace(draft, body=draft.body | ({"over": said} if said else {}))
    if asked and not beyond:
        raise _is_meant(asked)
    return found


def over_apart(
    rules: Rules | None, owner: int, after: Journey, said: Sequence[Said]
) -> list[Draft]:
    """Return, for the owner alone, which settings spoke where the supplier is not shown them."""
    found = []
    for one in said:
        for row in one.facts.get("body", {}).get("over", ()):
            over = shipped_over(rules, after.lines[row["line"]])
            if over and over.facts() == row and (fully := over.facts(openly=False)) != row:
                body = {"proposal": one.ident, "rules": [fully]}
                key = f"tolerance:{one.ident}:{row['line']}"
                draft = Draft("tolerance.applied", line=row["line"], key=key, channel="system",
                              only_for=owner, body=body)  # fmt: skip
                found.append(draft)
    return found


def carried_of(freight: Freight, load: Load) -> Carried | None:
    """Return what an order has in this shipment, if anything was said about it."""
    return load.journey.carried.get(str(freight.id))


def lines_of(freight: Freight) -> set[tuple[UUID, int]]:
    """Return the (order, line) pairs that have goods in this shipment."""
    return {
        (order, row.line)
        for order, load in freight.orders.items()
        if (carried := carried_of(freight, load)) and carried.assigned
        for row in carried.rows
    }


def _assigned(
    freight: Freight, order: UUID, rows: list[Goods], answers: Answers, version: int
) -> Draft:
    load = freight.orders[order]
    before = carried_of(freight, load)
    same, other = (set(before.same), set(before.other)) if before else (set(), set())
    asked = questions(freight, ((order, row.line) for row in rows))
    for (_, line), reports in asked.items():
        answer = answers.get((order, line))
        if answer not in (SAME, OTHER):
            raise _unanswered(load.journey, line)
        (same if answer == SAME else other).update(one.ident for one in reports)
    told = {name: sorted(idents) for name, idents in ((SAME, same), (OTHER, other)) if idents}
    return Draft(
        "goods.assigned",
        shipment=str(freight.id),
        qty=tuple(_qty(load.journey, row) for row in rows),
        body={"version": version, **told},
    )


def _qty(journey: Journey, row: Goods) -> Qty:
    return Qty(row.qty, journey.lines[row.line].uom, "assigned", row.line, row.part, row.package)


def _reports(load: Load, line: int) -> list[Said]:
    """Return what was reported on the order itself of goods of a line that are on their way."""
    contents, found = load.contents, []
    for one in load.told:
        facts = one.facts
        if one.shipment or facts["kind"] != "milestone" or one.ident in load.journey.gone:
            continue
        step, body = milestone(facts.get("code", "")), facts.get("body") or {}
        moved = facts.get("class") == "ACT" and step.what and _SENT <= step.rank <= _THERE
        about = facts.get("line", 0) in (0, line)
        if moved and about and not (body.get("apart") or body.get("before")):
            if not contents.named_by(facts):
                found.append(one)
    return found


def _is_open(freight: Freight, load: Load, one: Said, line: int) -> bool:
    """Say whether it is not known yet if a report is about goods of this shipment."""
    mine = carried_of(freight, load)
    if mine and one.ident in mine.same | mine.other:
        return False
    said = sum((Decimal(entry["n"]) for entry in one.facts.get("qty", ())), Decimal(0))
    described = sum(
        (sum(each.of_line(line).values(), Decimal(0)) for each in load.contents.counting()
         if one.ident in each.same),
        Decimal(0),
    )  # fmt: skip
    return not said or described < said


def _with(freight: Freight, load: Load, draft: Draft) -> list[Said]:
    """Return what an order is folded from once this is said of it."""
    newest = max((one.at for one in load.told), default=None)
    facts = {
        "kind": draft.kind,
        "class": draft.klass,
        "shipment": draft.shipment,
        "body": draft.body,
        "by": {"org": load.journey.owner},
        "qty": [
            {"line": q.line, "part": q.part, "n": number(q.n), "uom": q.uom, "what": q.what}
            for q in draft.qty
        ],
    }
    return [*load.told, Said(0, "~draft", newest, facts)]


def _too_much(line: Line, over: Shipped, place: int) -> NotUnderstood:
    values = {"no": line.no, "after": number(line.shipped), "uom": line.uom}
    values |= {"field": f"goods-{place}-qty"}
    if over.message:
        return NotUnderstood(
            N_(
                "Line %(no)s: with what was sent or announced before, that makes %(after)s "
                "%(uom)s. %(message)s"
            ),
            message=over.message,
            **values,
        )
    return NotUnderstood(
        N_(
            "Line %(no)s: with what was sent or announced before, that makes %(after)s %(uom)s. "
            "At most %(n)s may be sent."
        ),
        n=number(over.most.normalize()),
        **values,
    )


def _is_meant(asked: Sequence[tuple[UUID, Line, Shipped]]) -> NotUnderstood:
    """Return the question whether more than was ordered is meant; `lines` says how many of each."""
    lines = "; ".join(
        f"{line.no.lstrip('0')}: {number(line.shipped)} / {number(over.offer.base_qty)} {line.uom}"
        for _order, line, over in asked
    )
    return NotUnderstood(
        N_(
            "More than was ordered: line %(lines)s. The buyer will be asked whether to take it. "
            "Correct the quantity, or say that it is meant."
        ),
        field="beyond",
        lines=lines,
        over={(order, line.line) for order, line, _over in asked},
    )


def _unanswered(journey: Journey, line: int) -> NotUnderstood:
    return NotUnderstood(
        N_(
            "Goods of line %(no)s were reported as sent before. "
            "Say whether they are the ones in this shipment."
        ),
        field="answers",
        no=journey.lines[line].no,
    )
