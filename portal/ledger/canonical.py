"""The one way to write facts as text, so that two machines hash the same bytes.

Strings, booleans, lists, whole numbers below 2^31 and objects with ASCII keys. For this
subset orjson gives exactly RFC 8785 (a test holds the two together).
"""

import orjson

from portal.errors import N_, NotUnderstood

LARGEST_INT = 2**31 - 1


def canonical(value: dict | list) -> str:
    """Return `value` as canonical JSON text.

    Raises:
        NotUnderstood: a NUL or a lone surrogate in some text; neither can be stored alike
            on all machines.
    """
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except orjson.JSONEncodeError as error:
        if "surrogates" not in str(error):
            raise  # our own code built something that is no JSON
        raise NotUnderstood(N_("The text holds half of a character; type it again.")) from error
    if "\\u0000" in text:
        _refuse_nul(value)
    return text


def check_plain(value: object) -> None:
    """Refuse what canonical JSON may not hold: floats, nulls, large numbers, odd keys.

    Raises:
        TypeError: our own code built such a value.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise TypeError(f"{key!r} is no key for facts")
            check_plain(item)
    elif isinstance(value, list):
        for item in value:
            check_plain(item)
    elif not _is_plain(value):
        raise TypeError(f"{value!r} may not stand in facts; amounts are strings")


def _is_plain(value: object) -> bool:
    if isinstance(value, bool | str):
        return True
    return isinstance(value, int) and abs(value) <= LARGEST_INT


def _refuse_nul(value: object) -> None:
    if isinstance(value, str) and "\x00" in value:
        raise NotUnderstood(N_("The text holds a NUL character; remove it."))
    if isinstance(value, dict):
        for item in value.values():
            _refuse_nul(item)
    if isinstance(value, list):
        for item in value:
            _refuse_nul(item)
