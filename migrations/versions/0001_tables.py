"""tables"""

import sqlalchemy as sa
from alembic import op

from portal.db import Amount, Day, Id, Key, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up one step."""
    op.create_table(
        "access",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("grant", Id(), nullable=True),
        sa.Column("person", Id(), nullable=False),
        sa.Column("what", Key, nullable=False),
        sa.Column("stream", Id(), nullable=True),
        sa.Column("act", Key, nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_access")),
    )
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.create_index("ix_access_at", ["owner", "at"], unique=False)
        batch_op.create_index("ix_access_stream", ["owner", "stream", "at"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", Id(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_key", ["key", "at"], unique=False)

    op.create_table(
        "case_reading",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("case", Id(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("rule", Key, nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("cause", Key, nullable=False),
        sa.Column("accountable", Key, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "case", name=op.f("pk_case_reading")),
    )
    with op.batch_alter_table("case_reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_reading_due",
            ["owner", "due_at", "case"],
            unique=False,
            sqlite_where=sa.text("live = 1 AND state <> 'cleared'"),
            postgresql_where=sa.text("live AND state <> 'cleared'"),
        )
        batch_op.create_index(
            "ix_case_reading_opened", ["owner", "opened_at", "case"], unique=False
        )
        batch_op.create_index(
            "ix_case_reading_person",
            ["owner", "person", "due_at", "case"],
            unique=False,
            sqlite_where=sa.text("live = 1 AND state <> 'cleared'"),
            postgresql_where=sa.text("live AND state <> 'cleared'"),
        )
        batch_op.create_index(
            "ix_case_reading_state",
            ["owner", "state", "due_at"],
            unique=False,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )
        batch_op.create_index("ix_case_reading_stream", ["owner", "stream"], unique=False)
        batch_op.create_index(
            "uq_case_reading_live",
            ["owner", "stream", "line", "part", "rule"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "due",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("check_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "stream", name=op.f("pk_due")),
    )
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.create_index("ix_due_check_at", ["owner", "check_at"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("actor", Id(), nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "org", "actor", "key", name=op.f("pk_idempotency")),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_made_at", ["owner", "made_at"], unique=False)

    op.create_table(
        "job",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("run_at", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("lease", Id(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_job")),
        sa.UniqueConstraint("owner", "kind", "key", name=op.f("uq_job_owner_kind_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_done_at", ["done_at"], unique=False)
        batch_op.create_index(
            "ix_job_waiting",
            ["lane", "run_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "line_reading",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("no", Key, nullable=False),
        sa.Column("item", Key, nullable=False),
        sa.Column("item_name", sa.String(), nullable=False),
        sa.Column("uom", Key, nullable=False),
        sa.Column("ordered", Amount(), nullable=False),
        sa.Column("confirmed", Amount(), nullable=False),
        sa.Column("cancelled", Amount(), nullable=False),
        sa.Column("dispatched", Amount(), nullable=False),
        sa.Column("arrived", Amount(), nullable=False),
        sa.Column("delivered", Amount(), nullable=False),
        sa.Column("received", Amount(), nullable=False),
        sa.Column("accepted", Amount(), nullable=False),
        sa.Column("rejected", Amount(), nullable=False),
        sa.Column("returned", Amount(), nullable=False),
        sa.Column("ask_day", Day(), nullable=True),
        sa.Column("first_day", Day(), nullable=True),
        sa.Column("proposed_day", Day(), nullable=True),
        sa.Column("proposed", Amount(), nullable=True),
        sa.Column("agreed_day", Day(), nullable=True),
        sa.Column("base_day", Day(), nullable=True),
        sa.Column("stated_day", Day(), nullable=True),
        sa.Column("view", Key, nullable=False),
        sa.Column("stage", Key, nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("late_from", Day(), nullable=True),
        sa.Column("late_days", sa.Integer(), nullable=True),
        sa.Column("next_step", Key, nullable=False),
        sa.Column("next_due", Day(), nullable=True),
        sa.Column("site", Key, nullable=False),
        sa.Column("stamp", Key, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("acknowledged_at", Moment(), nullable=True),
        sa.Column("produced_at", Moment(), nullable=True),
        sa.Column("packed_at", Moment(), nullable=True),
        sa.Column("dispatched_at", Moment(), nullable=True),
        sa.Column("departed_at", Moment(), nullable=True),
        sa.Column("arrived_at", Moment(), nullable=True),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("received_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "order", "line", "part", name=op.f("pk_line_reading")),
    )
    with op.batch_alter_table("line_reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_line_reading_changed", ["owner", "partner", "changed_at"], unique=False
        )
        batch_op.create_index(
            "ix_line_reading_item",
            ["owner", "item", "stated_day"],
            unique=False,
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_line_reading_partner_view",
            ["owner", "partner", "view", "late_from", "order", "line", "part"],
            unique=False,
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_line_reading_site",
            ["owner", "site", "stated_day"],
            unique=False,
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_line_reading_view",
            ["owner", "view", "late_from", "order", "line", "part"],
            unique=False,
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )

    op.create_table(
        "message",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("profile", Key, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("sender", Id(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("duplicate", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "owner", "sha256", "profile", name=op.f("uq_message_owner_sha256_profile")
        ),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_received", ["owner", "received_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("channel", Key, nullable=False),
        sa.Column("template", Key, nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("stream", Id(), nullable=True),
        sa.Column("state", Key, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("message_id", Key, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint("owner", "message_id", name=op.f("uq_notice_owner_message_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_person", ["owner", "person", "made_at"], unique=False)
        batch_op.create_index("ix_notice_stream", ["owner", "stream"], unique=False)

    op.create_table(
        "order_reading",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("number", Key, nullable=False),
        sa.Column("currency", Key, nullable=False),
        sa.Column("value", Amount(), nullable=True),
        sa.Column("site", Key, nullable=False),
        sa.Column("mode", Key, nullable=False),
        sa.Column("stage", Key, nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("ask_day", Day(), nullable=True),
        sa.Column("first_day", Day(), nullable=True),
        sa.Column("agreed_day", Day(), nullable=True),
        sa.Column("stated_day", Day(), nullable=True),
        sa.Column("late_from", Day(), nullable=True),
        sa.Column("next_step", Key, nullable=False),
        sa.Column("next_by", Key, nullable=False),
        sa.Column("next_due", Day(), nullable=True),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("undecided", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("journey_version", Key, nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("found", Key, nullable=False),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "order", name=op.f("pk_order_reading")),
    )
    with op.batch_alter_table("order_reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_order_reading_late",
            ["owner", "late_from", "order"],
            unique=False,
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_order_reading_newest", ["owner", "opened_at", "order"], unique=False
        )
        batch_op.create_index(
            "ix_order_reading_partner", ["owner", "partner", "opened_at", "order"], unique=False
        )
        batch_op.create_index(
            "ix_order_reading_partner_late",
            ["owner", "partner", "late_from", "order"],
            unique=False,
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", Key, nullable=False),
        sa.Column("origin", Key, nullable=False),
        sa.Column("owner", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("origin", name=op.f("uq_organisation_origin")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
    )
    op.create_table(
        "person",
        sa.Column("id", Id(), nullable=False),
        sa.Column("email", Key, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("locale", Key, nullable=False),
        sa.Column("zone", Key, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("deactivated_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "question",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("case", Id(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("rule", Key, nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "case", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_question_open",
            ["partner", "asked_at"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.create_index("ix_question_stream", ["owner", "stream"], unique=False)

    op.create_table(
        "shadow_hit",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("rule", Key, nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint(
            "owner", "rule", "stream", "line", "part", name=op.f("pk_shadow_hit")
        ),
    )
    with op.batch_alter_table("shadow_hit", schema=None) as batch_op:
        batch_op.create_index("ix_shadow_hit_first_at", ["owner", "rule", "first_at"], unique=False)

    op.create_table(
        "stream",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.Column("unsealed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_stream")),
        sa.UniqueConstraint("owner", "kind", "key", name=op.f("uq_stream_owner_kind_key")),
    )
    with op.batch_alter_table("stream", schema=None) as batch_op:
        batch_op.create_index("ix_stream_id", ["id"], unique=True)
        batch_op.create_index(
            "ix_stream_unsealed",
            ["owner", "id"],
            unique=False,
            postgresql_where=sa.text("unsealed"),
            sqlite_where=sa.text("unsealed = 1"),
        )

    op.create_table(
        "dealing",
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["organisation.id"], name=op.f("fk_dealing_owner")),
        sa.ForeignKeyConstraint(["partner"], ["organisation.id"], name=op.f("fk_dealing_partner")),
        sa.PrimaryKeyConstraint("partner", "owner", name=op.f("pk_dealing")),
    )
    op.create_table(
        "event",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("class", Key, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("occurred_from", Moment(), nullable=True),
        sa.Column("occurred_to", Moment(), nullable=True),
        sa.Column("reported_at", Moment(), nullable=True),
        sa.Column("source", Key, nullable=False),
        sa.Column("by_org", sa.Integer(), nullable=False),
        sa.Column("by_person", Id(), nullable=True),
        sa.Column("only_for", sa.Integer(), nullable=True),
        sa.Column("act", Id(), nullable=False),
        sa.Column("ident", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "stream"], ["stream.owner", "stream.id"], name=op.f("fk_event_owner_stream")
        ),
        sa.PrimaryKeyConstraint("owner", "stream", "seq", name=op.f("pk_event")),
        sa.UniqueConstraint("owner", "stream", "ident", name=op.f("uq_event_owner_stream_ident")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_recorded", ["owner", "recorded_at"], unique=False)

    op.create_table(
        "grant",
        sa.Column("id", Id(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=True),
        sa.Column("since", Moment(), nullable=True),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("order", Id(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("given_by", Id(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["organisation.id"], name=op.f("fk_grant_owner")),
        sa.ForeignKeyConstraint(["partner"], ["organisation.id"], name=op.f("fk_grant_partner")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_grant_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
    )
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.create_index("ix_grant_owner", ["owner", "given_at"], unique=False)
        batch_op.create_index("ix_grant_person", ["person", "expires_at"], unique=False)

    op.create_table(
        "membership",
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("role", Key, nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by"], ["organisation.id"], name=op.f("fk_membership_given_by")
        ),
        sa.ForeignKeyConstraint(["org"], ["organisation.id"], name=op.f("fk_membership_org")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person")),
        sa.PrimaryKeyConstraint("org", "person", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_given_by", ["given_by"], unique=False)
        batch_op.create_index("ix_membership_person", ["person"], unique=False)

    op.create_table(
        "party",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("org", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "stream"], ["stream.owner", "stream.id"], name=op.f("fk_party_owner_stream")
        ),
        sa.PrimaryKeyConstraint("owner", "stream", "org", "role", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index("ix_party_org", ["org", "owner", "stream"], unique=False)

    op.create_table(
        "ref",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("norm", Key, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "stream"], ["stream.owner", "stream.id"], name=op.f("fk_ref_owner_stream")
        ),
        sa.PrimaryKeyConstraint("owner", "norm", "kind", "stream", name=op.f("pk_ref")),
    )
    with op.batch_alter_table("ref", schema=None) as batch_op:
        batch_op.create_index("ix_ref_stream", ["owner", "stream"], unique=False)

    op.create_table(
        "relation",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("partner", sa.Integer(), nullable=False),
        sa.Column("kinds", Key, nullable=False),
        sa.Column("number", Key, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["partner"], ["organisation.id"], name=op.f("fk_relation_partner")),
        sa.PrimaryKeyConstraint("owner", "partner", name=op.f("pk_relation")),
        sa.UniqueConstraint("owner", "number", name=op.f("uq_relation_owner_number")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index("ix_relation_partner", ["partner", "owner"], unique=False)

    op.create_table(
        "row_problem",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ord", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("column_name", Key, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("state", Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "message"],
            ["message.owner", "message.id"],
            name=op.f("fk_row_problem_owner_message"),
        ),
        sa.PrimaryKeyConstraint("owner", "message", "row", "ord", name=op.f("pk_row_problem")),
    )
    op.create_table(
        "token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", Key, nullable=False),
        sa.Column("email", Key, nullable=False),
        sa.Column("org", sa.Integer(), nullable=True),
        sa.Column("role", Key, nullable=True),
        sa.Column("person", Id(), nullable=True),
        sa.Column("by_org", sa.Integer(), nullable=True),
        sa.Column("made_by", Id(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["by_org"], ["organisation.id"], name=op.f("fk_token_by_org")),
        sa.ForeignKeyConstraint(["org"], ["organisation.id"], name=op.f("fk_token_org")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_token_person")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_token")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("ix_token_by_org", ["by_org", "expires_at"], unique=False)
        batch_op.create_index("ix_token_email", ["email"], unique=False)
        batch_op.create_index("ix_token_person", ["person"], unique=False)

    op.create_table(
        "document",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("media", Key, nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("only_for", sa.Integer(), nullable=True),
        sa.Column("gone_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner", "stream", "seq"],
            ["event.owner", "event.stream", "event.seq"],
            name=op.f("fk_document_owner_stream_seq"),
        ),
        sa.PrimaryKeyConstraint("owner", "id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "owner", "stream", "seq", "ord", name=op.f("uq_document_owner_stream_seq_ord")
        ),
    )
    op.create_table(
        "event_detail",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", Key, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person", Id(), nullable=True),
        sa.Column("only_for", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner", "stream", "seq"],
            ["event.owner", "event.stream", "event.seq"],
            name=op.f("fk_event_detail_owner_stream_seq"),
        ),
        sa.PrimaryKeyConstraint("owner", "stream", "seq", "name", name=op.f("pk_event_detail")),
    )
    with op.batch_alter_table("event_detail", schema=None) as batch_op:
        batch_op.create_index("ix_event_detail_person", ["owner", "person"], unique=False)

    op.create_table(
        "session",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("person", Id(), nullable=False),
        sa.Column("org", sa.Integer(), nullable=False),
        sa.Column("grant", Id(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("agent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["grant"], ["grant.id"], name=op.f("fk_session_grant")),
        sa.ForeignKeyConstraint(
            ["org", "person"],
            ["membership.org", "membership.person"],
            name=op.f("fk_session_org_person"),
        ),
        sa.ForeignKeyConstraint(["org"], ["organisation.id"], name=op.f("fk_session_org")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_session_person")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index("ix_session_person", ["person", "ended_at"], unique=False)

    op.create_table(
        "setting",
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("stream", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner", "stream", "seq"],
            ["event.owner", "event.stream", "event.seq"],
            name=op.f("fk_setting_owner_stream_seq"),
        ),
        sa.PrimaryKeyConstraint("owner", "key", "version", name=op.f("pk_setting")),
    )


def downgrade() -> None:
    """Go down one step."""
    op.drop_table("setting")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index("ix_session_person")

    op.drop_table("session")
    with op.batch_alter_table("event_detail", schema=None) as batch_op:
        batch_op.drop_index("ix_event_detail_person")

    op.drop_table("event_detail")
    op.drop_table("document")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index("ix_token_person")
        batch_op.drop_index("ix_token_email")
        batch_op.drop_index("ix_token_by_org")

    op.drop_table("token")
    op.drop_table("row_problem")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index("ix_relation_partner")

    op.drop_table("relation")
    with op.batch_alter_table("ref", schema=None) as batch_op:
        batch_op.drop_index("ix_ref_stream")

    op.drop_table("ref")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index("ix_party_org")

    op.drop_table("party")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_person")
        batch_op.drop_index("ix_membership_given_by")

    op.drop_table("membership")
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_index("ix_grant_person")
        batch_op.drop_index("ix_grant_owner")

    op.drop_table("grant")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_recorded")

    op.drop_table("event")
    op.drop_table("dealing")
    with op.batch_alter_table("stream", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stream_unsealed",
            postgresql_where=sa.text("unsealed"),
            sqlite_where=sa.text("unsealed = 1"),
        )
        batch_op.drop_index("ix_stream_id")

    op.drop_table("stream")
    with op.batch_alter_table("shadow_hit", schema=None) as batch_op:
        batch_op.drop_index("ix_shadow_hit_first_at")

    op.drop_table("shadow_hit")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_stream")
        batch_op.drop_index(
            "ix_question_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.drop_table("question")
    op.drop_table("person")
    op.drop_table("organisation")
    with op.batch_alter_table("order_reading", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_order_reading_partner_late",
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.drop_index("ix_order_reading_partner")
        batch_op.drop_index("ix_order_reading_newest")
        batch_op.drop_index(
            "ix_order_reading_late",
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )

    op.drop_table("order_reading")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_stream")
        batch_op.drop_index("ix_notice_person")

    op.drop_table("notice")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_received")

    op.drop_table("message")
    with op.batch_alter_table("line_reading", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_line_reading_view",
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.drop_index(
            "ix_line_reading_site",
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.drop_index(
            "ix_line_reading_partner_view",
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.drop_index(
            "ix_line_reading_item",
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        batch_op.drop_index("ix_line_reading_changed")

    op.drop_table("line_reading")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_job_waiting",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index("ix_job_done_at")

    op.drop_table("job")
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_made_at")

    op.drop_table("idempotency")
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.drop_index("ix_due_check_at")

    op.drop_table("due")
    with op.batch_alter_table("case_reading", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_reading_live",
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )
        batch_op.drop_index("ix_case_reading_stream")
        batch_op.drop_index(
            "ix_case_reading_state",
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )
        batch_op.drop_index(
            "ix_case_reading_person",
            sqlite_where=sa.text("live = 1 AND state <> 'cleared'"),
            postgresql_where=sa.text("live AND state <> 'cleared'"),
        )
        batch_op.drop_index("ix_case_reading_opened")
        batch_op.drop_index(
            "ix_case_reading_due",
            sqlite_where=sa.text("live = 1 AND state <> 'cleared'"),
            postgresql_where=sa.text("live AND state <> 'cleared'"),
        )

    op.drop_table("case_reading")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_key")

    op.drop_table("attempt")
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.drop_index("ix_access_stream")
        batch_op.drop_index("ix_access_at")

    op.drop_table("access")
