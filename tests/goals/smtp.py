"""A mail server of a few words that keeps what it is told, and fails as it is asked to.

    busy     451 to the recipient: nothing was taken
    unknown  550 to the recipient: there is no such mailbox
    full     452 after the data: nothing was kept
    lost     the mail is kept, and the line breaks before the answer
    mute     the line breaks at the first word

It is ours, since it must fail at exact points.
"""

import socketserver
import threading
from email import message_from_bytes, policy
from random import Random

FAULTS = ("busy", "full", "lost", "mute")


class _Speaker(socketserver.StreamRequestHandler):
    """Speaks SMTP with one client."""

    timeout = 10

    def handle(self):
        fault = self.server.mailserver.next_fault()
        if fault == "mute":
            return
        self._say("220 here")
        while line := self.rfile.readline().strip():
            if not self._answer(line[:4].upper(), fault):
                return

    def _answer(self, word: bytes, fault: str) -> bool:
        """Answer one command; False where the line breaks."""
        if word == b"DATA":
            return self._data(fault)
        if word == b"RCPT" and fault in ("busy", "unknown"):
            self._say("451 later" if fault == "busy" else "550 no such mailbox")
        else:
            self._say("221 bye" if word == b"QUIT" else "250 fine")
        return word != b"QUIT"

    def _data(self, fault: str) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # who was sending is gone: half a mail is none
            lines.append(line[1:] if line.startswith(b"..") else line)
        if fault == "full":
            self._say("452 no room")
            return True
        self.server.mailserver.keep(b"".join(lines), fault)
        if fault == "lost":
            return False
        self._say("250 kept")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


class Mailserver:
    """A server on a port of its own. `plan`: how the next connections fail, "" not at all."""

    def __init__(self, share: float = 0, seed: int = 1) -> None:
        self.plan: list[str] = []
        self.share, self.chance = share, Random(seed)
        self.asked, self.lost, self.raw = 0, [], []
        self.lock = threading.Lock()

    def __enter__(self) -> "Mailserver":
        self.server = _Server(("127.0.0.1", 0), _Speaker)
        self.server.mailserver = self
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        """Return how the portal's settings name it."""
        return f"smtp://127.0.0.1:{self.server.server_address[1]}"

    @property
    def delivered(self) -> list:
        """Return the mails that were kept, the oldest first."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def next_fault(self) -> str:
        """Return how this connection fails."""
        with self.lock:
            self.asked += 1
            if self.plan:
                return self.plan.pop(0)
            return self.chance.choice(FAULTS) if self.chance.random() < self.share else ""

    def keep(self, raw: bytes, fault: str) -> None:
        """Keep a mail; note its name where its answer will be lost."""
        with self.lock:
            self.raw.append(raw)
            if fault == "lost":
                self.lost.append(name_of(raw))


def name_of(raw: bytes) -> str:
    """Return the Message-ID of a mail."""
    head = raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
    return next(line[12:] for line in head.split("\r\n") if line.lower().startswith("message-id:"))
