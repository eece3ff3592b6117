"""What went to the bank stays as it is: file, order and proven use."""

from django.db import migrations

from core.immutable import protect

IN_A_FILE = "OLD.file_id IS NOT NULL AND (NEW.file_id IS NULL OR NEW.file_id <> OLD.file_id)"
CHANGED = "NEW.amount <> OLD.amount OR NEW.reference <> OLD.reference"


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_protect_follow_up"), ("core", "0003_job")]

    operations = [
        protect("awards_payment", "UPDATE", condition=f"({IN_A_FILE}) OR {CHANGED}"),
        protect("awards_payment", "DELETE"),
        protect(
            "awards_paymentfile",
            "UPDATE",
            condition="NEW.snapshot_id <> OLD.snapshot_id OR NEW.total <> OLD.total",
        ),
        protect("awards_paymentfile", "DELETE"),
        protect("awards_paymentuse"),
    ]
