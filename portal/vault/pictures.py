"""Judges pictures, and makes small harmless copies of them to look at."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.errors import N_, NotUnderstood

MOST_PIXELS = 64_000_000
_LONGEST_SIDE = 20_000
_MOST_FRAMES = 100
_READERS = {"png": "PNG", "jpg": "JPEG", "tif": "TIFF"}
_DAMAGED = N_("The picture is damaged or not complete. Save it again and send that.")
_HUGE = N_("The picture has %(wide)s × %(high)s dots; we take up to 64 million. Make it smaller.")
_FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    EOFError,
    Warning,
    Image.DecompressionBombError,
)


def judge(data: bytes, ext: str) -> None:
    """Check that `data` is a whole picture of the kind `ext` says, of a bearable size.

    Raises:
        NotUnderstood: damaged, too many dots, or too many pages.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with _opened(data, ext) as picture:
            frames = _frames(picture)
            for number in range(frames):
                _frame(picture, number)


def small(data: bytes, ext: str, side: int) -> bytes:
    """Return the picture drawn anew, at most `side` dots high and wide, as JPEG.

    Whatever hides in the file (place, notes, another file behind it) stays behind.
    The first page of several. The same picture gives the same bytes.

    Raises:
        NotUnderstood: as `judge`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with _opened(data, ext) as picture:
            _frame(picture, 0)
            return _drawn(picture, side)


def _opened(data: bytes, ext: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    reader = _READERS[ext]
    try:
        picture = Image.open(io.BytesIO(data), formats=[reader])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotUnderstood(
            N_("The picture has more than 64 million dots. Make it smaller.")
        ) from error
    except (UnidentifiedImageError, *_FAULTS) as error:
        raise NotUnderstood(_DAMAGED) from error
    _bearable(picture)
    return picture


def _bearable(picture: Image.Image) -> None:
    wide, high = picture.size
    if wide * high > MOST_PIXELS or max(wide, high) > _LONGEST_SIDE:
        raise NotUnderstood(_HUGE, wide=wide, high=high)


def _frames(picture: Image.Image) -> int:
    """Only TIFF has pages; of other pictures the first view is the picture."""
    if picture.format != "TIFF":
        return 1
    try:
        frames = picture.n_frames
    except _FAULTS as error:
        raise NotUnderstood(_DAMAGED) from error
    if frames > _MOST_FRAMES:
        raise NotUnderstood(N_("The picture has more than %(most)s pages."), most=_MOST_FRAMES)
    return frames


def _frame(picture: Image.Image, number: int) -> None:
    try:
        if number:
            picture.seek(number)
        _bearable(picture)
        picture.load()
    except _FAULTS as error:
        raise NotUnderstood(_DAMAGED) from error


def _drawn(picture: Image.Image, side: int) -> bytes:
    try:
        upright = ImageOps.exif_transpose(picture)
    except _FAULTS as error:
        raise NotUnderstood(_DAMAGED) from error
    upright.thumbnail((side, side))
    paper = Image.new("RGB", upright.size, "white")
    clear = upright.convert("RGBA")
    paper.paste(clear, mask=clear.getchannel("A"))
    result = io.BytesIO()
    paper.save(result, "JPEG", quality=85)
    return result.getvalue()
