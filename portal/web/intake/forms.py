"""What somebody fills in to send a file, and to confirm it."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.web.forms import PortalForm, choices
from portal.web.intake.words import profiles


class UploadForm(PortalForm):
    """A file, and how it is to be read."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    profile = RadioField(
        _l("What is in it?"),
        [InputRequired(_l("Say what is in the file."))],
        choices=lambda: choices((code, name) for code, name, _ in profiles()),
        default="orders",
    )


class ConfirmForm(PortalForm):
    """Take it in."""
