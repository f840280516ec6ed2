"""Writing messages and reading them again, for the stories about conversations."""

from portal import desk
from tests.stories.filling import fill

CLOSED = "only among ourselves"


def write(browser, talk, text, at="write=order", **more):
    """Write something, as the page's form does."""
    return fill(browser, f"{talk}?{at}", talk, text=text, **more)


def posts(world, order, who=None):
    """Return the conversation as this person (Ada) may read it."""
    return list(desk.talk(world.history(order, who)).posts.values())
