"""What was newly written in a mail, by the way the great mail programs quote."""

import time

import pytest

from portal.intake.mail.markup import text_of_html
from portal.intake.mail.quoted import newly_written

ANSWER = "They leave on Friday.\n\nThe rest follows in May."
QUOTED = "> When do they leave?\n>\n> Ada"
BARE = "When do they leave?\n\nAda"

# program and language → the mail's text around the answer
TEXTS = {
    "gmail, English": (
        f"{ANSWER}\n\nOn Mon, 2 Mar 2026 at 10:00, Ada <a@b.example> wrote:\n\n{QUOTED}"
    ),
    "gmail, two lines": (
        f"{ANSWER}\n\nOn Mon, 2 Mar 2026 at 10:00, Nordwind Order Portal\n"
        f"<reply+abc@portal.example> wrote:\n\n{QUOTED}"
    ),
    "gmail, German": (
        f"{ANSWER}\n\nAm Mo., 2. März 2026 um 10:00 Uhr schrieb Ada <a@b.example>:\n\n{QUOTED}"
    ),
    "apple, German": (
        f"{ANSWER}\n\n> Am 02.03.2026 um 10:00 schrieb Ada <a@b.example>:\n>\n{QUOTED}"
    ),
    "thunderbird, German": f"{ANSWER}\n\nAm 02.03.26 um 10:00 schrieb Ada:\n{QUOTED}\n",
    "outlook, English": (
        f"{ANSWER}\n\n________________________________\nFrom: Ada <a@b.example>\n"
        f"Sent: Monday, March 2, 2026 10:00 AM\nTo: Sam <s@b.example>\nSubject: Order\n\n{BARE}"
    ),
    "outlook, German": (
        f"{ANSWER}\n\nVon: Ada <a@b.example>\nGesendet: Montag, 2. März 2026 10:00\n"
        f"An: Sam <s@b.example>\nBetreff: Auftrag\n\n{BARE}"
    ),
    "outlook, bold heads": (
        f"{ANSWER}\n\n*From:* Ada <a@b.example>\n*Sent:* Monday\n*To:* Sam\n*Subject:* x\n\n{BARE}"
    ),
    "old outlook": f"{ANSWER}\n\n-----Original Message-----\nFrom: Ada\n{BARE}",
    "old outlook, German": f"{ANSWER}\n\n-----Ursprüngliche Nachricht-----\nVon: Ada\n{BARE}",
    "our own line": f"{ANSWER}\n\n##- Please write above this line -##\n{BARE}",
    "our own line, quoted": (
        f"{ANSWER}\n\n> ##- Bitte oberhalb dieser Zeile antworten -##\n{QUOTED}"
    ),
    "below the quote": f"On Monday Ada <a@b.example> wrote:\n{QUOTED}\n\n{ANSWER}",
    "signature": f"{ANSWER}\n-- \nSam Sammler\nBrenner GmbH",
    "formula": f"{ANSWER}\n\nMit freundlichen Grüßen\nSam Sammler\n\nBrenner GmbH\nTel. +43 1 234",
    "formula, English": f"{ANSWER}\n\nKind regards,\nSam\nBrenner Ltd",
    "formula, without umlauts": f"{ANSWER}\n\nViele Gruesse aus Wien\nSam",
    "thanks": f"{ANSWER}\n\nThanks,\nSam",
    "phone": f"{ANSWER}\n\nSent from my iPhone",
    "phone, German": f"{ANSWER}\n\nVon meinem iPhone gesendet\n\n{QUOTED}",
    "nothing quoted": ANSWER,
}


@pytest.mark.parametrize("program", TEXTS)
def test_only_the_answer_is_left(program):
    assert newly_written(TEXTS[program]) == ANSWER


def test_answers_between_quotes_keep_what_they_answer():
    text = "On Monday Ada wrote:\n> When?\n\nOn Friday.\n\n> How many?\n\nForty.\n\n> Ada"

    assert newly_written(text) == "On Friday.\n\n> How many?\n\nForty."


@pytest.mark.parametrize(
    "text",
    [
        "From: here on we deliver weekly.",
        "On Friday we wrote: nothing yet.\nWe ask again.",
        "Hello,\nThanks\nWe will send the papers tomorrow.",
        "We need three things:\n- the drawing\n- the certificate",
        "Best regards are sent to Ada.\nThe goods too.",
        "Viele Grüße\nSam\nPS: The container is MSKU1234567.",
    ],
)
def test_what_only_looks_like_a_quote_stays(text):
    assert newly_written(text) == text


def test_a_mail_that_only_quotes_says_nothing():
    assert newly_written(f"On Monday Ada <a@b.example> wrote:\n{QUOTED}") == ""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>On&nbsp;Friday.</p><p>Forty.</p>", "On Friday.\n\nForty."),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>drawing</li><li>note</li></ul>", "- drawing\n- note"),
        ("<style>p{}</style><script>x()</script><b>bold</b> word", "bold word"),
        ("a <!-- hidden --> b &lt;c&gt;", "a b <c>"),
        ("<pre>  two\n  lines</pre>", "  two\n  lines"),
        ("<blockquote>When?</blockquote><div>Friday</div>", "> When?\nFriday"),
        ("</div></p></blockquote>text", "text"),
    ],
)
def test_html_is_read_as_its_words(html, text):
    assert text_of_html(html) == text


@pytest.mark.parametrize(
    "html",
    [
        '<div>Friday.</div><div class="gmail_quote"><div>On Monday A wrote:</div>'
        "<blockquote>When?</blockquote></div>",
        '<div>Friday.</div><div id="divRplyFwdMsg"><b>From:</b> A<br></div><div>When?</div>',
        '<div>Friday.</div><div id="x_divRplyFwdMsg">From: A</div>When?',
        '<p>Friday.</p><div class="moz-cite-prefix">A wrote:</div><blockquote>When?</blockquote>',
        '<p>Friday.</p><blockquote type="cite"><div>On 2 March, A wrote:</div>When?</blockquote>',
        "<p>Friday.</p><p><b>Von:</b> A &lt;a@b.example&gt;<br><b>Gesendet:</b> Montag<br>"
        "<b>An:</b> S<br><b>Betreff:</b> x</p><p>When?</p>",
    ],
)
def test_html_of_the_great_programs_loses_its_quotes(html):
    assert newly_written(text_of_html(html)) == "Friday."


def test_no_mail_takes_long():
    hostile = (
        "On " * 200_000,
        "> " * 200_000 + "x",
        ("On 1 " + "x" * 900 + "\n") * 2_000,
        "From: x\n" * 50_000,
        "<" * 300_000 + "@" * 100_000,
        *(part * 100_000 for part in ("<a ", "<!--", "<![", "</a", "<a href='", "&#", "-->")),
    )
    begun = time.process_time()
    for text in hostile:
        newly_written(text)
        text_of_html(text)

    assert time.process_time() - begun < 10
