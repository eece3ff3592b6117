"""The organisation that applies, as far as the official directory does not know it."""

from django.db import models

from applications.models.application import Application


class Applicant(models.Model):
    """Where and what the applicant is, who supervises it, what confirms its budget emergency.

    Whether there is an emergency, and about input tax, is declared: those are questions of the
    call.
    """

    application = models.OneToOneField(Application, models.CASCADE, related_name="applicant")
    street = models.CharField("Straße und Hausnummer", max_length=160, blank=True)
    postal_code = models.CharField("Postleitzahl", max_length=5, blank=True)
    place = models.CharField("Ort", max_length=120, blank=True)
    legal_form = models.CharField("Rechtsform", max_length=120, blank=True)
    leitweg_id = models.CharField("Leitweg-ID", max_length=46, blank=True)
    authority = models.CharField("Kommunalaufsicht", max_length=160, blank=True)
    emergency_on = models.DateField("Haushaltsnotlage bestätigt am", null=True, blank=True)
    emergency_year = models.PositiveSmallIntegerField(
        "Haushaltsnotlage im Haushaltsjahr", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.application.organisation)
