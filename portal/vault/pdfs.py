"""Judges PDF files: whole, plain paper, nothing that acts by itself."""

import io
import re

import pikepdf

from portal.errors import N_, NotUnderstood
from portal.vault import pdf_objects

_MOST_PAGES = 2_000
_LONGEST_SIDE = 14_400  # points: 200 inches, the format's own limit
_WHITE = b"\x00\t\n\x0c\r "
_DAMAGED = N_("The PDF is damaged or not complete. Print it to a new PDF and send that.")
_LONG = (
    rb"JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE|RichMedia|Rendition|Movie|Sound"
    rb"|EmbeddedFiles?|Encrypt"
)
_ANYWHERE = re.compile(rb"/(" + _LONG + rb")(?![A-Za-z0-9_.-])")
_OUTSIDE = re.compile(rb"/(" + _LONG + rb"|JS|AA|XFA|3D)(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])")
_STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def judge(data: bytes, ext: str = "pdf") -> None:
    """Check that `data` is a whole PDF which only shows pages.

    The bytes are searched as they are, too: a reader that repairs what it opens may drop
    the very object another reader would act on.

    Raises:
        NotUnderstood: damaged, encrypted, scripts, forms that send, embedded files, links
            to other places than the web, something behind the end, or pages of no
            bearable size.
    """
    _check_end(data)
    _check_words(data)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            pdf_objects.judge(pdf)
            _check_pages(pdf)
            warnings = pdf.get_warnings()
    except pikepdf.PasswordError as error:
        raise NotUnderstood(pdf_objects.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotUnderstood(_DAMAGED) from error
    if warnings:
        raise NotUnderstood(_DAMAGED)


def _check_end(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise NotUnderstood(_DAMAGED)
    if data[end + len(b"%%EOF") :].strip(_WHITE):
        raise NotUnderstood(
            N_("Something else hangs behind the end of the PDF. Print it to a new PDF.")
        )


def _check_words(data: bytes) -> None:
    """Names of things that act, as they stand or written with #-escapes."""
    found = _ANYWHERE.search(data)
    outside = _STREAM.sub(b" ", data)
    found = found or _OUTSIDE.search(_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), outside))
    if found:
        pdf_objects.refuse(found[1].decode())


def _check_pages(pdf: pikepdf.Pdf) -> None:
    if not 1 <= len(pdf.pages) <= _MOST_PAGES:
        raise NotUnderstood(_DAMAGED)
    for page in pdf.pages:
        left, low, right, high = (float(number) for number in page.mediabox)
        unit = float(page.obj.get("/UserUnit", 1))
        if max(abs(right - left), abs(high - low)) * unit > _LONGEST_SIDE:
            raise NotUnderstood(N_("A page of the PDF is longer than 5 metres."))
