"""The portal with a fault planted in it: every form gets a new key on its way in.

So a form sent twice is taken for two. A race that does not notice is no race.
"""

import io
import re
from uuid import uuid4

from wsgi import app as sound

_KEY = re.compile(rb"(^|&)key=[^&]*")


def app(environ, start_response):
    """Answer as the portal does, but forget which form it was."""
    if environ["REQUEST_METHOD"] == "POST":
        sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        sent = _KEY.sub(rb"\1key=" + uuid4().hex.encode(), sent)
        environ = {
            **environ,
            "wsgi.input": io.BytesIO(sent),
            "CONTENT_LENGTH": str(len(sent)),
        }
    return sound(environ, start_response)
