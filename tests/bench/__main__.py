"""`./run.sh bench`: how fast the pages and the imports are, on a big town, on each engine.

Pages are judged by processor time a request against a *bare* page (same template, rows
from constants, no sign-in, no database), interleaved in the same run, because machines
are noisy and ratios are not.
"""

import argparse
import sys

from tests.bench.goals import Board
from tests.bench.run import run
from tests.engines import NAMES


def main() -> int:
    """Run on the engines asked for; return 1 if a goal was missed."""
    words = argparse.ArgumentParser(prog="./run.sh bench", description=__doc__)
    words.add_argument("--engine", choices=(*NAMES, "both"), default="both")
    words.add_argument("--orders", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=150, help="requests a page")
    given = words.parse_args()
    board = Board()
    for name in NAMES if given.engine == "both" else [given.engine]:
        run(name, given.orders, given.rounds, board)
    print(f"{len(board.lines)} goals, {sum('FAIL' in line for line in board.lines)} missed")
    return int(board.failed)


if __name__ == "__main__":
    sys.exit(main())
