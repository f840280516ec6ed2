"""The parent of every form, and what forms have in common."""

from collections.abc import Iterable
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectChoice, StringField
from wtforms.validators import Length

from portal.errors import PortalError
from portal.web.pages import say


def _trim(value):
    """Take away the space around a text, and NULs: nobody types one, no database keeps one."""
    return value.replace("\x00", "").strip() if isinstance(value, str) else value


def choices(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """Return (value, label) pairs as WTForms wants the choices of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


class PortalForm(FlaskForm):
    """Trimmed text, a token that proves the form is ours, and a `key`.

    The key is new for each form shown and comes back with it, so that the same form sent
    twice is known to be the same: pass `form.key.data` on to `flow`.
    """

    key = HiddenField(default=lambda: uuid4().hex, validators=[Length(max=64)])

    class Meta(FlaskForm.Meta):
        """How fields are bound: text is trimmed first."""

        def bind_field(self, form, unbound_field, options):
            """Put the trimming before the field's own filters; passwords stay as typed."""
            filters = unbound_field.kwargs.get("filters", [])
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options["filters"] = [_trim, *filters]
            return unbound_field.bind(form=form, **options)

    def refuse(self, error: PortalError) -> None:
        """Show a room's error beside its field, or above the form if it has none."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(say(error))
        else:
            field.errors = [*field.errors, say(error)]
