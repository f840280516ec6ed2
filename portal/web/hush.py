"""Secrets of addresses never stand in a log: they are struck out before a line is written.

A link in a mail is its own key, so whoever reads a log of addresses could use it.
"""

import logging
import re

from flask import Flask

# /a/<secret>, /join/<secret>, /reset/<secret>: what stands behind is shown as the word itself.
_SECRET = re.compile(r"(/(?:a|join|reset)/)[\w-]{20,}")
STRUCK = r"\1…"
LOGS = ("gunicorn.access", "gunicorn.error", "werkzeug")


class Hush(logging.Filter):
    """Strikes secrets out of a line, wherever in it they stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, without its secrets."""
        said = record.getMessage()
        hushed = struck(said)
        if hushed != said:
            record.msg, record.args = hushed, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = struck(logging.Formatter().formatException(record.exc_info))
        return True


def struck(text: str) -> str:
    """Return a text without the secrets of its addresses.

    >>> struck("GET /a/Zm9vYmFyYmF6cXV4cXV1eGNvcmdl HTTP/1.1")
    'GET /a/… HTTP/1.1'
    """
    return _SECRET.sub(STRUCK, text)


def init_app(app: Flask) -> None:
    """Listen in on every log that names addresses: the web server's, and our own of errors."""
    hush = Hush()
    for name in (*LOGS, app.logger.name):
        log = logging.getLogger(name)
        if not any(isinstance(one, Hush) for one in log.filters):
            log.addFilter(hush)
