"""The portal with a fault planted in it: answers do not name any more what they answer.

So every answer to a line is taken, whatever was said in between. A race that does not notice
is no race.
"""

from portal.desk.say import checks

checks.check_stamp = lambda line, stamp: None

from wsgi import app  # noqa: E402 - the fault has to be there first

__all__ = ["app"]
