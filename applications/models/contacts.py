"""Who speaks for the applicant: business contact data, for the office only."""

from django.db import models

from applications.models.application import Application
from applications.models.project import Position


class Contact(Position):
    """Somebody whom the office may reach about the application; reviewers never read it."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", "Gesetzliche Vertretung"
        CONTACT = "contact", "Ansprechperson"
        DEPUTY = "deputy", "Stellvertretung der Ansprechperson"
        FINANCE = "finance", "Ansprechperson für Finanzen"
        PRIVACY = "privacy", "Ansprechperson für Datenschutz"

    class Authority(models.TextChoices):
        LAW = "law", "Gesetz (zum Beispiel Gemeindeordnung)"
        STATUTE = "statute", "Satzung oder Geschäftsordnung"
        PROXY = "proxy", "Vollmacht"

    application = models.ForeignKey(Application, models.CASCADE, related_name="contacts")
    role = models.CharField("Aufgabe im Antrag", max_length=14, choices=Role.choices)
    name = models.CharField("Name", max_length=120)
    office = models.CharField("Amt oder Funktion", max_length=160)
    authority = models.CharField(
        "Grundlage der Vertretung", max_length=7, choices=Authority.choices, blank=True
    )
    email = models.EmailField("E-Mail-Adresse (dienstlich)")
    phone = models.CharField("Telefon (dienstlich)", max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"
