"""The trail is append-only; snapshots never change."""

from django.db import migrations

from core.immutable import protect

REWRITTEN = (
    "OLD.digest <> NEW.digest OR OLD.payload_digest <> NEW.payload_digest "
    "OR OLD.number <> NEW.number OR OLD.at <> NEW.at OR OLD.step <> NEW.step "
    "OR OLD.actor_key <> NEW.actor_key"
)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        protect("core_auditevent", "UPDATE", condition=REWRITTEN),
        protect("core_auditevent", "DELETE"),
        protect("core_snapshot"),
    ]
