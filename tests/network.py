"""Nothing in the tests may reach beyond this machine; whoever tries fails its test.

An audit hook sees every connection and every name asked for, whichever library does it.
"""

import ipaddress
import sys

import pytest

ATTEMPTS: list[str] = []


class Reached(OSError):
    """A test tried to reach another machine."""


def is_here(host: object) -> bool:
    """Whether an address or name is this machine's own."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, args: tuple) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if not isinstance(args[1], tuple):  # a path: a socket of this machine
            return
        host = args[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if not is_here(host):
        ATTEMPTS.append(f"{event} {host!r}")
        raise Reached(f"a test may not reach {host!r}")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _nothing_leaves_this_machine():
    """Fail the test that tried, even if what it called swallowed the error."""
    ATTEMPTS.clear()
    yield
    tried, ATTEMPTS[:] = list(ATTEMPTS), []
    assert not tried, f"this test reached for another machine: {tried}"
