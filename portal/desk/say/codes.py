"""Check digits of what stands on packages and containers: SSCC (GS1) and ISO 6346. Pure."""

import re

_VALUES = {str(n): n for n in range(10)}
_VALUES |= {  # ISO 6346: letters count from 10, multiples of 11 left out
    letter: value
    for letter, value in zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True
    )
}
_CONTAINER = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
SSCC_DIGITS = 18
SERIAL_AND_PREFIX = 16


def bare(code: str) -> str:
    """Return a code without the signs people put between its parts.

    >>> bare("(00) 1 0614141 234567890 8"), bare("csqu 305438-3")
    ('00106141412345678908', 'CSQU3054383')
    """
    return re.sub(r"[\s()./_-]", "", code).upper()


def check_digit(digits: str) -> str:
    """Return the GS1 check digit of these digits (modulo 10, weights 3 and 1 from the right).

    >>> check_digit("10614141234567890")
    '8'
    """
    weighed = (int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-sum(weighed) % 10)


def sscc_of(code: str) -> str:
    """Return the 18 digits of an SSCC, with or without its "00" in front; "" if it is none.

    >>> sscc_of("(00)106141412345678908")
    '106141412345678908'
    >>> sscc_of("106141412345678909")
    ''
    """
    found = bare(code)
    if len(found) == SSCC_DIGITS + 2 and found.startswith("00"):
        found = found[2:]
    whole = len(found) == SSCC_DIGITS and found.isdecimal() and found.isascii()
    return found if whole and check_digit(found[:-1]) == found[-1] else ""


def make_sscc(extension: int, prefix: str, serial: int) -> str:
    """Return the SSCC of a serial number under a GS1 company prefix.

    >>> make_sscc(1, "0614141", 234567890)
    '106141412345678908'
    """
    room = SERIAL_AND_PREFIX - len(prefix)
    body = f"{extension}{prefix}{serial:0{room}}"
    if len(body) != SSCC_DIGITS - 1:
        raise ValueError(f"{serial} does not fit behind {prefix}")
    return body + check_digit(body)


def is_container(code: str) -> bool:
    """Say whether it looks like a container number: four letters, the last U, J or Z, 7 digits."""
    return bool(_CONTAINER.fullmatch(bare(code)))


def container_digit(code: str) -> str:
    """Return the check digit that ISO 6346 asks for.

    >>> container_digit("CSQU305438")
    '3'
    """
    signs = bare(code)[:10]
    weighed = sum(_VALUES[sign] * 2**place for place, sign in enumerate(signs))
    return str(weighed % 11 % 10)
