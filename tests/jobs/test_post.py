"""The post: what a mail looks like, and how it is handed to a server."""

import socketserver
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from portal.desk import Mail, sender

MAIL = Mail(
    id="0192d1a0",
    to="sam@brenner.example",
    name="Sam, of Brenner",
    subject="Order PO-7\r\nBcc: all@example.com",
    body="Grüß Gott\n",
    html="<p>Grüß Gott</p>",
    made_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
)


class Speaker(socketserver.StreamRequestHandler):
    """A mail server of a few words; keeps what it is told."""

    timeout = 5

    def handle(self):
        self.wfile.write(b"220 hello\r\n")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.mails.append(self._text())
            self.wfile.write(self.server.answers.get(word, b"250 fine\r\n"))
            if word == b"QUIT":
                return

    def _text(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


class Server(socketserver.ThreadingTCPServer):
    """Listens on a port of its own."""

    daemon_threads = True


@pytest.fixture
def server():
    with Server(("127.0.0.1", 0), Speaker) as made:
        made.mails, made.answers = [], {b"QUIT": b"221 bye\r\n"}
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def to(server):
    return f"smtp://127.0.0.1:{server.server_address[1]}"


def read(written):
    return message_from_bytes(written, policy=policy.default)


def test_without_a_server_a_mail_is_a_file_written_once(tmp_path):
    send = sender("", tmp_path / "mail", "Portal <portal@nordwind.example>")
    send(MAIL)
    first = (tmp_path / "mail" / "0192d1a0.eml").read_bytes()
    send(MAIL)

    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["0192d1a0.eml"]
    assert (tmp_path / "mail" / "0192d1a0.eml").read_bytes() == first


def test_a_mail_says_the_same_as_text_and_as_html_and_names_itself(tmp_path):
    sender("", tmp_path, "Portal <portal@nordwind.example>")(MAIL)
    mail = read((tmp_path / "0192d1a0.eml").read_bytes())

    assert mail["Message-ID"] == "<0192d1a0@nordwind.example>"
    assert mail["Subject"] == "Order PO-7 Bcc: all@example.com"
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].display_name == "Sam, of Brenner"
    assert mail["Date"].datetime == MAIL.made_at
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Grüß Gott" in mail.get_body(("plain",)).get_content()
    assert "<p>Grüß Gott</p>" in mail.get_body(("html",)).get_content()


def test_a_server_is_given_the_same_mail(server):
    sender(to(server), None, "portal@nordwind.example")(MAIL)

    (written,) = server.mails
    assert read(written)["Message-ID"] == "<0192d1a0@nordwind.example>"
    assert read(written)["To"].addresses[0].addr_spec == MAIL.to


def test_a_server_that_refuses_is_a_fault_so_that_it_is_tried_again(server):
    server.answers[b"RCPT"] = b"450 try later\r\n"

    with pytest.raises(OSError):
        sender(to(server), None, "portal@nordwind.example")(MAIL)
    assert server.mails == []


def test_an_address_with_a_line_break_is_refused():
    with pytest.raises(ValueError):
        sender("smtp://127.0.0.1:1", None, "a@b.example")(replace(MAIL, to="a@b\nBcc: c@d.example"))
