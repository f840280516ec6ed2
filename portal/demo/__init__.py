"""The demo world: a machine builder, its partners, and years of orders, all invented.

In:   how many live orders there should be.
Out:  people who can sign in, and orders at every stage, with their history and their troubles.
Rule: it acts through `flow` like anybody; the same seed and day give the same world.
"""

from portal.demo.making import make

__all__ = ["make"]
