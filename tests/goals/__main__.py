"""`./run.sh goals [NAME]`: all of `GOALS`, or the one that is named."""

import argparse
import sys

from tests.bench.goals import Board
from tests.engines import ENGINES, NAMES
from tests.goals import (
    alarms,
    answers,
    conserve,
    converge,
    eta,
    eta_cost,
    folding,
    live,
    outbox,
    race,
    rebuilt,
    replay,
    roundtrip,
    scanner,
    steps,
    sweep,
    tamper,
    trust,
    worklist,
)
from tests.goals.stage import a_portal

GOALS = {
    "alarms": alarms.run,
    "race": race.run,
    "answers": answers.run,
    "converge": converge.run,
    "tamper": tamper.run,
    "conserve": conserve.run,
    "roundtrip": roundtrip.run,
    "worklist": worklist.run,
    "scanner": scanner.run,
    "eta": eta.run,
    "eta_cost": eta_cost.run,
    "fold": folding.run,
    "permute": folding.permute,
    "rebuild": rebuilt.run,
    "steps": steps.run,
    "sweep": sweep.run,
    "replay": replay.run,
    "trust": trust.run,
    "outbox": outbox.run,
    "live": live.run,
}


def main() -> int:
    """Run the goals asked for on both engines; return 1 if one was missed."""
    words = argparse.ArgumentParser(prog="./run.sh goals", description=__doc__)
    words.add_argument("name", nargs="?", choices=tuple(GOALS))
    chosen = words.parse_args().name
    board, states = Board(), {}
    for name in NAMES:
        engine = ENGINES[name]()
        try:
            engine.start()
            for goal in [chosen] if chosen else GOALS:
                with a_portal(engine) as stage:
                    states.setdefault(goal, []).append(GOALS[goal](stage, board))
        finally:
            engine.stop()
    if "converge" in states:
        board.goal("converge.engines", len(set(states["converge"])), "=", 1)
    return int(board.failed)


if __name__ == "__main__":
    sys.exit(main())
