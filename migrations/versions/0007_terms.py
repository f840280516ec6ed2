"""Terms: settings that begin with “terms:” may be read by whoever takes part in orders."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ME = "(select nullif(current_setting('app.org', true), '')::int)"
LENS = "(select nullif(current_setting('app.lens_owner', true), '')::int)"
TERMS = "starts_with(setting.key, 'terms:')"
DEALS = f"exists (select 1 from relation r where r.owner = setting.owner and r.partner = {ME})"


def upgrade() -> None:
    """Open the wall for the terms, and for nothing else."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for role, rule in (("partner", DEALS), ("lens", f"setting.owner = {LENS}")):
        op.execute(
            f"CREATE POLICY setting_{role} ON setting FOR SELECT TO portal_{role}"
            f" USING ({TERMS} and {rule})"
        )
        op.execute(f"GRANT SELECT ON setting TO portal_{role}")


def downgrade() -> None:
    """Close it again."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for role in ("partner", "lens"):
        op.execute(f"DROP POLICY setting_{role} ON setting")
        op.execute(f"REVOKE SELECT ON setting FROM portal_{role}")
