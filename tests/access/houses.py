"""What an owner's house has in the access test: of the asker's, of another, or none."""

from uuid import uuid4

from portal import desk, flow, people, watch
from portal.db import keeper, transaction

OWN, FOREIGN, ABSENT = ("own", "foreign", "absent")


def house_of(town, who: str, relation: str) -> int:
    """Return the asker's house, or another's."""
    return town.world.westhaven if (who == "eve") == (relation == OWN) else town.world.nordwind


def group(town, who: str, relation: str):
    """Return a supplier group: of the asker's house, of another, or none."""
    with keeper(house_of(town, who, relation)), transaction():
        made = people.make_group(f"Group {uuid4().hex}").id
    return uuid4() if relation == ABSENT else made


def trial(town, who: str, relation: str):
    """Return a dry run of a tolerance: of the asker's house, of another, or none."""
    with keeper(house_of(town, who, relation)), transaction():
        made = desk.trials.ask("tolerance:default", desk.tolerance.Tolerance(), None)
    return uuid4() if relation == ABSENT else made


def cause(town, who: str, relation: str):
    """Return a shared cause: of the asker's house, of another, or none."""
    with keeper(house_of(town, who, relation)), transaction():
        made = desk.cases.name_cause(f"Vessel {uuid4().hex}")[0]
    return uuid4() if relation == ABSENT else made


def backtest(town, who: str, relation: str):
    """Return a backtest of a rule: of the asker's house, of another, or none."""
    wanted = watch.Asked((watch.Try("overdue"),))
    made = flow.within(house_of(town, who, relation), lambda: flow.ask_backtest(wanted, None))
    return uuid4() if relation == ABSENT else made
