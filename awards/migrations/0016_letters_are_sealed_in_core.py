"""Every letter is sealed, not only those about awards: the sealed bytes move to core."""

from django.db import migrations

from core.immutable import lift, protect

COLUMNS = "key, title, content, sha256, sealed_by, certificate_sha256, sealed_at, snapshot_id"
MOVE = "INSERT INTO {into} ({columns}) SELECT {columns} FROM {old} ORDER BY id"
OLD, NEW = "awards_sealedletter", "core_sealedletter"


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0015_say_what_lasts"),
        ("core", "0007_sealed_letters"),
    ]

    operations = [
        migrations.RunSQL(
            MOVE.format(into=NEW, old=OLD, columns=COLUMNS),
            MOVE.format(into=OLD, old=NEW, columns=COLUMNS),
        ),
        lift(protect(OLD)),
        migrations.DeleteModel(name="SealedLetter"),
    ]
