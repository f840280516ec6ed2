"""What a file is called when we show it or hand it out. Never where it lies."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 150  # characters
_MOST_BYTES = 240  # file systems stop at 255
_NAMELESS = "document"
_SLASH_LOOKALIKES = dict.fromkeys(map(ord, "\u2044\u2215\u29f8\u29f9\uff0f\uff3c\ufe68"), "_")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return `name` fit to be shown and saved anywhere: one line, no path, 150 characters.

    Characters that cannot be seen or that turn the reading direction are left out, those
    that file systems forbid become "_". The ending stays. Doing it twice changes nothing.
    """
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].translate(_SLASH_LOOKALIKES)
    seen = "".join(c for c in plain if c == "\t" or unicodedata.category(c) not in _UNSEEN)
    tidy = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", unicodedata.normalize("NFC", seen)))
    return _guarded(_cut(tidy.strip(" .")))


def extension(name: str) -> str:
    """Return the ending of a file's name in small letters without the dot; "" if none."""
    stem, dot, ending = safe_name(name).rpartition(".")
    return ending.lower() if dot and stem else ""


def disposition(name: str) -> str:
    """Return the Content-Disposition header that hands a file out under `name`.

    Source: RFC 6266 with RFC 8187 for names beyond ASCII.
    """
    shown = safe_name(name)
    plain = unicodedata.normalize("NFKD", shown).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", plain).strip(" .")
    if not plain or plain.startswith("_."):
        plain = f"{_NAMELESS}{plain.lstrip('_')}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"


def _cut(name: str) -> str:
    """Shorten the part before the ending; a cut may uncover a space, so strip again."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = name, ""
    tail = dot + ending if ending else ""
    while len(stem + tail) > LONGEST or len((stem + tail).encode()) > _MOST_BYTES:
        stem = stem[:-1]
    return (stem.rstrip(" .") + tail).strip(" .")


def _guarded(name: str) -> str:
    """Some names mean a device to Windows, and the empty name means nothing."""
    if not name:
        return _NAMELESS
    if _DEVICE.match(name):
        return _cut(f"_{name}")
    return name
