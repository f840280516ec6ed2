"""The shared collection of hostile files, sent as answers: each is refused, and nothing breaks."""

import io

import pytest

from portal import bundles
from portal.bundles import READING, REFUSED
from tests.conftest import SHARED

MADE = SHARED / "badfiles" / "generated"
FILES = sorted(
    path for kind in ("ooxml", "csv", "zip", "sniff") for path in (MADE / kind).iterdir()
)
AS = {".xlsx": "xlsx", ".docx": "xlsx", ".zip": "xlsx"}


@pytest.mark.sqlite
def test_no_hostile_file_is_read_as_answers(world):
    by, told = world.sam.actor, {}
    for path in FILES:
        name = f"{path.stem}.{AS.get(path.suffix, 'csv')}"
        with world.seen_by(world.sam):
            at = bundles.desk_of(by, world.app.config)
            ident, _new = bundles.receive(at, io.BytesIO(path.read_bytes()), name)
            bundles.work("bundle.read", by.org, ident, world.app.config, lambda _n: None)
            head = bundles.head_of(by, ident)
            told[path.name] = head.state, bundles.fault_of(head.problem) is not None

    assert len(told) > 20
    assert {name: one for name, one in told.items() if one != (REFUSED, True)} == {}
    assert READING not in {state for state, _ in told.values()}
