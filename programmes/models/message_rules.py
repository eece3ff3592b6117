"""How long a message on the record may be and what may be sent with it: set by each call."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class MessageRules(models.Model):
    """Limits of the correspondence of office and municipality, up to the final account."""

    message_length = models.PositiveIntegerField(
        "Nachricht: höchstens Zeichen",
        default=10_000,
        validators=[MinValueValidator(100), MaxValueValidator(100_000)],
    )
    message_files = models.PositiveSmallIntegerField(
        "Nachricht: höchstens Dateien",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    message_megabytes = models.PositiveSmallIntegerField(
        "Nachricht: höchstens MB je Datei",
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )

    class Meta:
        abstract = True
