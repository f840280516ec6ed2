"""A raw mail is read, whoever's program wrote it and however badly."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from portal.errors import NotUnderstood
from portal.intake import read_mail

HEAD = (
    b"From: Sam <Sam@Brenner.example>\r\nTo: reply+abc@in.example\r\nMessage-ID: <1@b.example>\r\n"
)


def raw(*headers: bytes, body: bytes = b"On Friday.\r\n") -> bytes:
    """Return a mail of these headers more."""
    return HEAD + b"".join(one + b"\r\n" for one in headers) + b"\r\n" + body


def made(text="On Friday.", html="", files=(), **headers) -> bytes:
    """Return a mail as a program makes it."""
    mail = EmailMessage(policy=SMTP)
    named = {"From": "sam@brenner.example", "To": "reply+abc@in.example", "Message-ID": "<1@b>"}
    for name, value in {**named, **headers}.items():
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if html and text:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, "application", "octet-stream", filename=name)
    return mail.as_bytes()


def test_a_plain_mail_is_read():
    read = read_mail(raw(b"Subject: =?utf-8?q?R=C3=BCckfrage?="))

    assert (read.sender, read.to) == ("sam@brenner.example", ("reply+abc@in.example",))
    assert (read.message_id, read.subject, read.text) == ("1@b.example", "Rückfrage", "On Friday.")
    assert (read.machine, read.attachments, read.bounce) == ("", (), None)


def test_plain_text_comes_before_html_and_html_alone_is_read_as_words():
    both = read_mail(made("plain words", "<p>marked words</p>"))
    only = read_mail(made("", "<p>marked <b>words</b></p><script>x</script>"))

    assert (both.text, only.text) == ("plain words", "marked words")


def test_attachments_come_as_they_were_called():
    read = read_mail(made(files=[("Prüfzeugnis.pdf", b"%PDF-"), ("../x.exe", b"MZ")]))

    assert [(one.name, one.content) for one in read.attachments] == [
        ("Prüfzeugnis.pdf", b"%PDF-"),
        ("../x.exe", b"MZ"),
    ]


def test_a_picture_of_a_signature_is_no_attachment():
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@b.example", "c@d.example"
    mail.set_content("On Friday.")
    mail.add_alternative("<p>On Friday.<img src='cid:logo'></p>", subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png")
    mail.get_payload()[1].get_payload()[1].replace_header("Content-Disposition", "inline")

    assert read_mail(mail.as_bytes()).attachments == ()


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        (b"utf-8", "Größe 5 €"),
        (b"iso-8859-15", "Größe 5 €"),
        (b"windows-1252", "Größe 5 €"),
        (b"utf-16", "Größe 5 €"),
        (b"no-such-charset", "Größe 5 €"),
        (b"us-ascii", "Größe 5 €"),
        (b"idna", "plain"),
    ],
)
def test_a_charset_may_be_anything(charset, body):
    known = charset not in (b"no-such-charset", b"us-ascii", b"idna")
    content = body.encode(charset.decode() if known else "utf-8")

    read = read_mail(raw(b"Content-Type: text/plain; charset=" + charset, body=content))

    assert read.text == body


def test_what_no_keyboard_has_is_left_out():
    read = read_mail(raw(b"Subject: a\x00b\x1b[31m", body=b"On\x00 Friday\x07.\r\n\x85\xff"))

    assert "\x00" not in read.text + read.subject
    assert read.text.startswith("On Friday.")


@pytest.mark.parametrize(
    ("header", "machine"),
    [
        (b"Auto-Submitted: auto-replied", "auto-submitted"),
        (b"Auto-Submitted: auto-generated (rfc3834)", "auto-submitted"),
        (b"Auto-Submitted: no", ""),
        (b"Precedence: bulk", "precedence"),
        (b"Precedence: list", "precedence"),
        (b"Return-Path: <>", "return-path"),
        (b"Return-Path: <sam@brenner.example>", ""),
        (b"X-Autoreply: yes", "x-autoreply"),
        (b"List-Id: <news.example>", "list-id"),
        (b"X-Auto-Response-Suppress: All", "x-auto-response-suppress"),
        (b"X-Auto-Response-Suppress: OOF, AutoReply", ""),
    ],
)
def test_machines_are_known_by_their_headers(header, machine):
    assert read_mail(raw(header)).machine == machine


@pytest.mark.parametrize("content", [b"", b"\r\n\r\nno header", b"\x00\x01\x02", b"just words"])
def test_what_is_no_mail_is_refused(content):
    with pytest.raises(NotUnderstood):
        read_mail(content)


def test_a_mail_nested_without_end_is_read_or_refused():
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(5000)
    )
    try:
        assert read_mail(HEAD + deep).text == ""
    except NotUnderstood as error:
        assert "nested" in str(error)


@pytest.mark.parametrize(
    "header",
    [
        b"From: =?utf-8?b?!!!?= <a@b.example>",
        b"Content-Type: multipart/mixed",
        b"Content-Type: text/plain; charset*=utf-8''",
        b"Content-Type: ;;;",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: nonsense",
        b"Content-Disposition: attachment; filename*0*=utf-8''%E9; filename*1*=%",
        b"Subject: =?x?q?=FF?=",
        b"To: " + b"a@b.example, " * 2000,
    ],
)
def test_bad_headers_break_nothing(header):
    assert read_mail(header + b"\r\n" + raw()).message_id in ("1@b.example", "")


def report(action="failed", status="5.1.1", original=True, kind="message/rfc822") -> bytes:
    """Return a delivery report as RFC 3464 has it."""
    ours = b"Message-ID: <0123@portal.example>\r\nSubject: Order\r\n\r\nhello\r\n"
    lines = [
        b"From: MAILER-DAEMON@mx.example",
        b"To: portal@portal.example",
        b"Auto-Submitted: auto-replied",
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
        b"",
        b"--x",
        b"Content-Type: text/plain",
        b"",
        b"It did not arrive.",
        b"--x",
        b"Content-Type: message/delivery-status",
        b"",
        b"Reporting-MTA: dns; mx.example",
        b"",
        b"Final-Recipient: rfc822; Kim@Brenner.example",
        b"Action: " + action.encode(),
        b"Status: " + status.encode(),
    ]
    if original:
        lines += [b"--x", b"Content-Type: " + kind.encode(), b"", ours]
    return b"\r\n".join([*lines, b"--x--", b""])


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_delivery_report_says_which_mail_came_back(kind):
    bounce = read_mail(report(kind=kind)).bounce

    assert bounce.failed and bounce.status == "5.1.1"
    assert bounce.mails[0] == "0123@portal.example"
    assert bounce.recipient == "kim@brenner.example"


def test_a_mail_that_is_only_late_did_not_fail():
    bounce = read_mail(report(action="delayed", status="4.4.1")).bounce

    assert not bounce.failed


def test_a_server_that_writes_a_letter_is_understood_too():
    body = b"550 5.1.1 unknown user\r\n\r\n> Message-ID: <0123@portal.example>\r\n"
    letter = (
        b"From: Mail System <mailer-daemon@mx.example>\r\nSubject: Mail delivery failed\r\n"
        b"X-Failed-Recipients: kim@brenner.example\r\n\r\n" + body
    )

    bounce = read_mail(letter).bounce

    assert (bounce.failed, bounce.status, bounce.recipient) == (
        True,
        "5.1.1",
        "kim@brenner.example",
    )
    assert "0123@portal.example" in bounce.mails


def test_a_person_who_writes_of_delivery_is_no_report():
    assert read_mail(raw(b"Subject: delivery has failed again")).bounce is None
