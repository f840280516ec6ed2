"""Mails that come in: what a raw message says, whoever's program wrote it. Pure.

In:   the bytes of one message, as a mail server hands them over.
Out:  from whom and to whom, whether a machine wrote it, what was newly written in it,
      its attachments; or that a mail of ours came back.
Rule: whatever was sent, the answer is plain text without control characters, or one error.
"""

from portal.intake.mail.message import Attachment, ReadMail, read_mail
from portal.intake.mail.report import Bounce

__all__ = ["Attachment", "Bounce", "ReadMail", "read_mail"]
