"""Mails that a server delivers into a folder, or by a pipe."""

import os
import subprocess
import sys

import pytest

from portal import jobs, mailroom
from tests.engines import ROOT
from tests.stories.mails import DOMAIN, answer, mailed, post_on
from tests.stories.messages import posts, write


@pytest.fixture
def inbox(app, tmp_path):
    """A Maildir that the worker looks into."""
    (tmp_path / "in" / "new").mkdir(parents=True)
    post_on(app)
    app.config["MAIL_INBOX"] = str(tmp_path / "in")
    return tmp_path / "in"


@pytest.fixture
def asked(app, world, inbox):
    """The mail in which Sam is asked, and the order it is about."""
    order = world.place("PO-7")
    write(world.browser(world.ada), f"/orders/{order}/messages", "When?", question="y")
    return next(one for one in mailed(app, world.sam) if "messages" in one["Subject"]), order


def names(folder):
    """Return what lies in a folder, by its own folders."""
    found = folder.rglob("*")
    return sorted(str(one.relative_to(folder)) for one in found if one.is_file())


def test_mails_in_the_folder_are_taken_and_put_away(app, world, inbox, asked):
    mail, order = asked
    (inbox / "new" / "1.host").write_bytes(answer(mail))
    (inbox / "new" / "2.host").write_bytes(b"From: a@b.example\r\nTo: x@y.example\r\n\r\nhello")
    (inbox / "new" / "3.host").write_bytes(b"")

    jobs.run(app, once=True)

    assert len(posts(world, order)) == 2
    assert names(inbox) == ["cur/1.host:2,S", "refused/2.host", "refused/3.host"]
    assert jobs.fetch() == 0


def test_one_mail_that_breaks_stops_no_other(app, world, inbox, asked, monkeypatch):
    mail, order = asked
    (inbox / "new" / "1.host").write_bytes(b"breaks")
    (inbox / "new" / "2.host").write_bytes(answer(mail))
    take = mailroom.folder.take

    def breaks(raw, config):
        if raw == b"breaks":
            raise RuntimeError("the disk is full")
        return take(raw, config)

    monkeypatch.setattr(mailroom.folder, "take", breaks)
    jobs.fetch()

    assert len(posts(world, order)) == 2
    assert names(inbox) == ["cur/2.host:2,S", "new/1.host"], "it is tried again"

    os.utime(inbox / "new" / "1.host", (0, 0))
    jobs.fetch()
    assert names(inbox) == ["cur/2.host:2,S", "failed/1.host"]


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        (None, 0, "taken"),
        (b"From: a@b.example\r\nTo: x@y.example\r\n\r\nhello", os.EX_NOUSER, "unknown"),
        (b"", os.EX_DATAERR, "no header"),
    ],
)
def test_a_server_hands_a_mail_to_the_command(world, settings, asked, raw, code, said):
    mail, _order = asked
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "take"]
    env = {name: str(value) for name, value in settings.items()} | {"REPLY_DOMAIN": DOMAIN}
    env["REPLY_DAYS"] = "36500"  # the command has a clock of its own
    done = subprocess.run(
        command,
        input=answer(mail) if raw is None else raw,
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
    )

    assert done.returncode == code, done.stderr
    assert said in (done.stdout + done.stderr).decode()
