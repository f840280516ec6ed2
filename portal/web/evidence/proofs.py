"""The proof of delivery of an order, as a PDF."""

import io
from pathlib import Path
from uuid import UUID

from flask import current_app, send_file

from portal import evidence, flow, journey, vault
from portal.evidence import Entry, Matter
from portal.journey import Journey
from portal.web.evidence.door import bp
from portal.web.evidence.wording import words
from portal.web.guard import SIGNED_IN, audience, viewer
from portal.web.pages import show

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/tiff": "tif"}


@bp.get("/orders/<uuid:order>/pod")
@audience(*SIGNED_IN)
def hand_out_pod(order: UUID):
    """The proof of delivery, or what is still missing for one."""
    matter = evidence.matter(order)
    entries = matter.readable()  # a proof goes to others: nothing private is in it
    read = journey.fold(matter.told())
    if not evidence.proven(read, (*entries, *matter.shipped())):
        return show("evidence/unproven.html", order=order, number=read.number)
    made = _printed(matter, read, entries)
    flow.looked(matter.owner, viewer(), "pod", order, "download")
    return send_file(
        io.BytesIO(made),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"proof-of-delivery-{vault.safe_name(read.number)}.pdf",
        max_age=0,
    )


def _printed(matter: Matter, read: Journey, entries: tuple[Entry, ...]) -> bytes:
    said = words(matter, read)
    root = Path(current_app.config["VAULT_DIR"])
    pictures = {
        shot.address: vault.small(vault.read(root, matter.owner, shot.sha256), ENDINGS[shot.media])
        for shot in evidence.shots(read, (*entries, *matter.shipped()))
    }
    return evidence.proof(evidence.pod(matter, read, entries, said), said.voice, pictures)
