"""The guard of the network sees who tries to leave this machine."""

import socket

import pytest

from tests.network import ATTEMPTS, Reached, is_here


@pytest.fixture
def tried():
    """The attempts of this test, forgotten afterwards so that they do not fail it."""
    yield ATTEMPTS
    ATTEMPTS.clear()


def test_connecting_to_another_machine_is_refused_and_remembered(tried):
    with socket.socket() as dialled, pytest.raises(Reached):
        dialled.connect(("192.0.2.1", 80))

    assert tried == ["socket.connect '192.0.2.1'"]


def test_asking_for_a_name_is_refused_and_remembered(tried):
    with pytest.raises(Reached):
        socket.getaddrinfo("portal.example", 443)

    assert tried


def test_this_machine_may_be_reached(tried):
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

    assert not tried


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "", None, "127.8.8.8"])
def test_here(host):
    assert is_here(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.com", "0.0.0.1"])
def test_elsewhere(host):
    assert not is_here(host)
