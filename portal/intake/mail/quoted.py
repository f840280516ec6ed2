"""What was newly written in a mail: without the mail it answers, without a signature. Pure.

Line by line, in one walk, so that no mail takes long. How programs quote, in English and
German: Gmail and Apple ("On … wrote:", "Am … schrieb …:", lines with ">"), Outlook (a line
of "_" or "-----Original Message-----", then From: Sent: To: Subject:), and our own line.
"""

import re

MARK = "##-"  # our mails say above which line to write, between this and
KRAM = "-##"
CUT = f"{MARK} {KRAM}"  # where HTML says that the mail answered begins
_LONGEST_ATTRIBUTION = 4  # lines
_SIGNATURE = 15  # lines at most after a closing formula
_NAME = 2  # lines at most after a word of thanks that closes
_LONGEST_NAME = 60
_LONGEST_LINE = 1000  # characters; no program writes longer ones before a quote

_ORIGINAL = re.compile(
    r"^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|originalnachricht|"
    r"weitergeleitete nachricht|original-nachricht)\s*-{2,}$|^begin forwarded message:$|"
    r"^anfang der weitergeleiteten nachricht:$|^_{20,}$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\*?(from|von)\s?:\*?\s+\S", re.IGNORECASE)
_HEADS = re.compile(
    r"^\*?(sent|date|to|cc|subject|gesendet|datum|an|betreff|reply-to|antwort an)\s?:\*?", re.I
)
_WROTE = re.compile(
    r"^(on\b.{4,400}\bwrote\s?:|am\b.{4,400}\bschrieb\b.{0,200}:|"
    r".{0,200}<[^<>\s]+@[^<>\s]+>\s*(wrote|schrieb)?\s?:)$",
    re.IGNORECASE,
)
_BEGINS_WROTE = re.compile(r"^(on|am)\b.*\d", re.IGNORECASE)
_PHONE = re.compile(
    r"^(sent (from|with) |get outlook for |von meinem .{1,40} gesendet|gesendet (von|mit) |"
    r"diese nachricht wurde von meinem |holen sie sich outlook|outlook für )",
    re.IGNORECASE,
)
# Closing formulas; "ue", "oe" and "ss" are read as ü, ö and ß. After a word of thanks people
# also go on, so only a short name may follow one of those.
_FORMULAS = (
    "mit freundlichen grüßen", "mit freundlichem gruß", "mit besten grüßen", "freundliche grüße",
    "viele grüße", "beste grüße", "liebe grüße", "schöne grüße", "grüße", "gruß", "mfg", "vg", "lg",
    "best regards", "kind regards", "warm regards", "with kind regards", "with best regards",
    "regards", "best wishes", "yours sincerely", "yours faithfully", "sincerely", "cheers",
)  # fmt: skip
_THANKS = ("thanks", "many thanks", "thank you", "vielen dank", "danke", "besten dank", "best")
_SPELT = str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae", "ß": "ss"})
_PLACE = re.compile(r"\s+(aus|from)\s.{1,40}$")
_POSTSCRIPT = re.compile(r"^p\.?\s?s\.?\b", re.IGNORECASE)


def newly_written(text: str) -> str:
    """Return what the sender wrote themselves.

    Quotes between answers stay, because an answer below its question makes no sense
    without it; what is quoted above or below everything goes.
    """
    lines = _above_the_mail(text.split("\n"))
    lines = _without_outer_quotes(lines)
    return "\n".join(_without_signature(lines)).strip()


def _above_the_mail(lines: list[str]) -> list[str]:
    """Cut where the mail that is answered begins; what is quoted by ">" is left for later."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        bare = line.lstrip("> ")
        if MARK in bare and KRAM in bare or _ORIGINAL.match(bare) or _is_header(lines, number):
            break
        if length := _attribution(lines, number):
            if not _quotes_next(lines, number + length):
                break
            number += length
            continue
        kept.append(lines[number])
        number += 1
    return kept


def _is_header(lines: list[str], number: int) -> bool:
    """Outlook writes the head of the mail answered: From, then at least two more."""
    if not _FROM.match(lines[number].strip().lstrip("> ")):
        return False
    following = [line.strip().lstrip("> ") for line in lines[number + 1 : number + 7]]
    return sum(bool(_HEADS.match(line)) for line in following) >= 2


def _attribution(lines: list[str], number: int) -> int:
    """Return how many lines from here say who wrote what is quoted next; 0 if none do."""
    first = lines[number].strip()
    if not first or first.startswith(">") or len(first) > _LONGEST_LINE:
        return 0
    if _WROTE.match(first):
        return 1
    if not _BEGINS_WROTE.match(first):
        return 0
    for length in range(2, _LONGEST_ATTRIBUTION + 1):
        some = [line.strip() for line in lines[number : number + length]]
        if len(some) < length or not some[-1]:
            return 0
        if _WROTE.match(" ".join(some)):
            return length
    return 0


def _quotes_next(lines: list[str], number: int) -> bool:
    following = (line.strip() for line in lines[number:] if line.strip())
    return next(following, "").startswith(">")


def _without_outer_quotes(lines: list[str]) -> list[str]:
    """Drop what is quoted before the first and after the last own word."""
    own = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith(">")]
    return lines[own[0] : own[-1] + 1] if own else []


def _without_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line.rstrip() in ("--", "—") or (number and _PHONE.match(line.strip())):
            return lines[:number]
        if number and _closes(lines, number):
            return lines[:number]
    return lines


def _closes(lines: list[str], number: int) -> bool:
    """Say whether a closing formula and what people print below it end the mail here."""
    line = lines[number].strip()
    said = _PLACE.sub("", line[:_LONGEST_NAME].rstrip(",.!").lower()).translate(_SPELT)
    if said not in _WEAK | _STRONG:
        return False
    rest = [one.strip() for one in lines[number + 1 :] if one.strip()]
    if said in _WEAK:
        return len(rest) <= _NAME and all(_is_name(one) for one in rest)
    if len(rest) > _SIGNATURE:
        return False
    return not rest or (_is_name(rest[0]) and not any(map(_POSTSCRIPT.match, rest)))


def _is_name(line: str) -> bool:
    return len(line) <= _LONGEST_NAME and not line.endswith((".", "?", "!", ":"))


_STRONG = frozenset(one.translate(_SPELT) for one in _FORMULAS)
_WEAK = frozenset(_THANKS)
