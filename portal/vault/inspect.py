"""The other process: reads one file from its input, judges it, and ends.

    python -m portal.vault.inspect judge pdf          < file    says nothing, or why not
    python -m portal.vault.inspect small jpg 1600     < file    gives a picture
    python -m portal.vault.inspect rows xlsx 500 Key  < file    gives a table

Parsers of PDF, ZIP and pictures are written in C and fed by strangers. Here they may
crash, loop or swell as they like: this process has little memory, little time, may not
write files, and knows no secret.
"""

import json
import resource
import sys

from portal.errors import NotUnderstood, TooLarge
from portal.vault import kinds, office, pdfs, pictures, sheets, texts

_MEMORY = 1 << 30
_SECONDS = 20
_ROOMS = {
    "pdf": pdfs.judge,
    "png": pictures.judge,
    "jpg": pictures.judge,
    "tif": pictures.judge,
    "xlsx": office.judge,
    "docx": office.judge,
    "csv": texts.judge,
    "txt": texts.judge,
    "json": texts.judge,
    "xml": texts.judge,
}


def main(arguments: list[str]) -> int:
    """Do what `arguments` say with the file on the standard input; return the exit code."""
    _confine()
    task, ext, *rest = arguments
    try:
        data = sys.stdin.buffer.read()
        if task == "small":
            sys.stdout.buffer.write(pictures.small(data, ext, int(rest[0])))
        elif task == "rows":
            sys.stdout.buffer.write(sheets.read(data, rest[1:], int(rest[0])))
        else:
            _ROOMS[ext](data, ext)
    except (NotUnderstood, TooLarge) as error:
        return _refuse(error.template, error.values)
    except (MemoryError, RecursionError):
        return _refuse(kinds.TOO_HEAVY, {})
    return 0


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def _refuse(template: str, values: dict[str, object]) -> int:
    sys.stdout.buffer.write(json.dumps({"template": template, "values": values}).encode())
    return kinds.REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
