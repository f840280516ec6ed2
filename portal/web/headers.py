"""What browsers are told about every answer: where things may come from, and what to keep."""

from flask import Flask, Response, request

from portal.web import cookies

CONTENT = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"


def init_app(app: Flask) -> None:
    """Set the headers, and how our form cookie travels."""
    secure = cookies.production(app)
    app.config.update(
        SESSION_COOKIE_NAME="__Host-form" if secure else "form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the browser's form cookie lives
        WTF_CSRF_SSL_STRICT=False,  # pages with secrets send no referrer; the guard asks the origin
    )
    app.after_request(_tell_secure if secure else _tell)


def _tell(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _tell_secure(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = TWO_YEARS
    return _tell(response)
