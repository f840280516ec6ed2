"""The command that looks back: how right forecasts and rules were, as `/accuracy` shows it."""

from datetime import UTC

import click

from portal import clock, flow, insight, people
from portal.cli.foresight import insight as forecasts
from portal.cli.houses import owner_called
from portal.db import keeper
from portal.insight import LANE, OTHERS, PERIODS, RULE, STAGE, SUPPLIER, Look

HEAD = ("", "n", "orders", "MAE", "promise", "lane", "in band", "width", "bias")
RULES_HEAD = ("", "said", "right", "precision", "recall", "days ahead")
SOURCES = {"given": "what was said", "backtest": "what we would have said"}


@forecasts.command("accuracy")
@click.option("--owner", help="Whose forecasts; the first organisation's otherwise.")
@click.option("--days", type=click.Choice([str(one) for one in PERIODS]), default="90")
@click.option("--kind", default="", help="Only this kind of order, such as purchase.")
@click.option("--source", type=click.Choice(tuple(SOURCES)), default=None)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Look back from that day.")
@click.option("--stored", is_flag=True, help="Print the last look back, do not look again.")
def accuracy(owner, days, kind, source, as_of, stored):
    """Look back on forecasts, keep the figures, and print them."""
    org = owner_called(owner)
    if not stored:
        now = as_of.replace(tzinfo=UTC) if as_of else clock.now()
        flow.measure(org.id, now, lambda n: click.echo(f"\r{n} lines", nl=False, err=True))
        click.echo("", err=True)
    with keeper(org.id):
        first = insight.look_back(kind, source or "", int(days))
        kinds = [kind] if kind or first is None else first.kinds
        looks = [insight.look_back(one, source or "", int(days)) for one in kinds]
        names = people.names({int(n) for one in looks for n in one.by.get(SUPPLIER, {}) if n})
    if not looks:
        click.echo(f"{org.name}: {_nothing(first, days)}")
    for look in looks:
        click.echo(f"{org.name}, {look.kind}: the last {days} days, {SOURCES[look.source]}"
                   f" ({look.model or 'no model'}), version {look.version}")  # fmt: skip
        for line in _told(look, names):
            click.echo(line)


def _nothing(look: Look | None, days: str) -> str:
    if look is None:
        return "nobody has looked back yet"
    return f"nothing came in the {days} days before {look.made_at:%Y-%m-%d}; see --as-of"


def _told(look: Look, names: dict[int, str]):
    if "mae" not in look.all:
        orders = look.all.get("orders", 0)
        yield f"not enough data: {orders} orders came that were foreseen, 30 are needed"
    else:
        yield from _table(HEAD, [_row("all", look.all)])
        yield from _intervals(look.all)
        yield from _late(look.all.get("late"))
        for cut in (STAGE, SUPPLIER, LANE):
            rows = [(_name(cut, name, names), doc) for name, doc in look.by.get(cut, {}).items()]
            yield from _table((f"by {cut}", *HEAD[1:]), [_row(*one) for one in rows])
    rules = [_rule(name, doc) for name, doc in sorted(look.by.get(RULE, {}).items())]
    if rules:
        yield from _table(("rule", *RULES_HEAD[1:]), rules)


def _name(cut: str, name: str, names: dict[int, str]) -> str:
    if name == OTHERS:
        return "fewer than 10 orders each, together"
    return names.get(int(name), name) if cut == SUPPLIER else name


def _row(name: str, doc: dict) -> tuple[str, ...]:
    if "mae" not in doc:
        return (name, str(doc["n"]), str(doc["orders"]), "not enough data", *[""] * 5)
    others = (f"{one['mae']:.2f}" if (one := doc[key]) else "–" for key in ("promised", "lane"))
    return (
        name, str(doc["n"]), str(doc["orders"]), f"{doc['mae']:.2f}", *others,
        f"{doc['coverage']:.2f}", f"{doc['width']:.1f}", f"{doc['bias']:+.2f}",
    )  # fmt: skip


def _intervals(doc: dict):
    for name, (low, high) in doc.get("interval", {}).items():
        what = {"promised": "ours / promise", "lane": "ours / lane"}.get(name, name)
        yield f"  {what}: {low:.3f} to {high:.3f} (95 %)"


def _late(doc: dict | None):
    if doc is None:
        yield "  late: not enough data"
        return
    yield (
        f"  late: {doc['base']:.3f} of {doc['n']}; AUC {doc['auc']:.3f}, average precision "
        f"{doc['precision']:.3f}, Brier {doc['brier']:.4f} of {doc['brier_base']:.4f}, "
        f"ECE {doc['ece']:.3f}"
    )
    yield "  said, came: " + ", ".join(f"{b['said']:.2f} {b['came']:.2f}" for b in doc["bins"])


def _rule(name: str, doc: dict) -> tuple[str, ...]:
    shares = [doc.get(key) for key in ("precision", "recall", "warning")]
    told = ("–" if one is None else f"{one:.2f}" for one in shares)
    return (name, str(doc["volume"]), str(doc["right"]), *told)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]):
    widths = [max(len(row[nth]) for row in (head, *rows)) for nth in range(len(head))]
    for row in (head, *rows):
        rest = [text.rjust(wide) for text, wide in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join((row[0].ljust(widths[0]), *rest)).rstrip()
