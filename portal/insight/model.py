"""The fitted model: one value, made of arrays, that goes into bytes and comes back."""

import io
import json
from dataclasses import dataclass, field

import numpy as np

from portal.insight.linear import Linear
from portal.insight.quantiles import LEVELS, Level

VERSION = 1
SHOWN = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Model:
    """Everything one forecast needs.

    `pairs` are the known lane × supplier numbers, sorted. `offsets` are (kinds, 2, shares):
    what the last deliveries say must be added to A and to B, in log days, for each stage at
    its milestone and while waiting. `late` answers at milestones, `tail` while waiting.
    `rates` are the late shares of lanes, `share` the late share of all.
    """

    cut: float
    orders: int
    names: dict[str, tuple[str, ...]]
    levels: tuple[Level, ...]
    pairs: np.ndarray
    line: Linear
    offsets: np.ndarray
    late: Linear
    tail: Linear
    rates: np.ndarray
    share: float
    modes: int
    version: int = VERSION
    place: dict[str, dict[str, int]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for kind, names in self.names.items():
            self.place[kind] = {name: row for row, name in enumerate(names)}

    @property
    def stages(self) -> int:
        """Return how many steps there are before the delivery."""
        return self.levels[0].values.shape[0]


def to_bytes(model: Model) -> bytes:
    """Return the model as an .npz without any pickled object; equal models, equal bytes."""
    head = {
        "version": model.version,
        "cut": model.cut,
        "orders": model.orders,
        "names": model.names,
        "share": model.share,
        "modes": model.modes,
        "constants": [one.constant for one in (model.line, model.late, model.tail)],
    }
    text = json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    arrays = {"head": np.frombuffer(text.encode(), dtype=np.uint8)}
    for name, one in zip(LEVELS, model.levels, strict=True):
        arrays |= {f"{name}.values": one.values, f"{name}.counts": one.counts.astype(np.int32)}
    for name in ("line", "late", "tail"):
        one = getattr(model, name)
        arrays[name] = np.stack([one.middle, one.spread, one.weight])
    arrays |= {"pairs": model.pairs, "offsets": model.offsets, "rates": model.rates}
    held = io.BytesIO()
    np.savez_compressed(held, **arrays)
    return held.getvalue()


def from_bytes(kept: bytes) -> Model:
    """Return the model that was kept. Raise ValueError if it is of another version."""
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    head = json.loads(arrays["head"].tobytes())
    if head["version"] != VERSION:
        raise ValueError(f"the model is of version {head['version']}, not {VERSION}: fit it anew")
    lines = {
        name: Linear(*arrays[name], constant)
        for name, constant in zip(("line", "late", "tail"), head["constants"], strict=True)
    }
    return Model(
        cut=head["cut"],
        orders=head["orders"],
        names={kind: tuple(names) for kind, names in head["names"].items()},
        levels=tuple(Level(arrays[f"{n}.values"], arrays[f"{n}.counts"]) for n in LEVELS),
        pairs=arrays["pairs"],
        offsets=arrays["offsets"],
        rates=arrays["rates"],
        share=head["share"],
        modes=head["modes"],
        **lines,
    )
