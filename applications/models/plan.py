"""The finance plan: lines of expenses and of financing, each with an amount by year."""

from django.db import models

from applications.models.application import Application
from applications.models.project import Measure, Partner, Position


class PlanLine(Position):
    """One line of the plan. Expenses have a cost type, financing has a source of money."""

    class Side(models.TextChoices):
        EXPENSE = "expense", "Ausgaben"
        FINANCING = "financing", "Finanzierung"

    class Kind(models.TextChoices):
        STAFF = "staff", "Personal"
        SERVICES = "services", "Aufträge und Dienstleistungen"
        MATERIAL = "material", "Sachausgaben"
        TRAVEL = "travel", "Reisen"
        INVESTMENT = "investment", "Investitionen"
        PUBLICITY = "publicity", "Öffentlichkeitsarbeit"
        OTHER = "other", "Sonstiges"
        GRANT = "grant", "Beantragte Zuwendung"
        OWN_CASH = "own_cash", "Eigenmittel"
        OWN_STAFF = "own_staff", "Eigenes Personal"
        LAND = "land", "Mittel des Landes"
        EU = "eu", "Mittel der EU"
        PRIVATE = "private", "Private Mittel"
        INCOME = "income", "Einnahmen"

    COST_TYPES = (
        Kind.STAFF,
        Kind.SERVICES,
        Kind.MATERIAL,
        Kind.TRAVEL,
        Kind.INVESTMENT,
        Kind.PUBLICITY,
        Kind.OTHER,
    )
    SOURCES = (
        Kind.GRANT,
        Kind.OWN_CASH,
        Kind.OWN_STAFF,
        Kind.LAND,
        Kind.EU,
        Kind.PRIVATE,
        Kind.INCOME,
    )
    OWN_SHARE = (Kind.OWN_CASH, Kind.OWN_STAFF)

    application = models.ForeignKey(Application, models.CASCADE, related_name="plan_lines")
    side = models.CharField(max_length=9, choices=Side.choices)
    kind = models.CharField("Art", max_length=12, choices=Kind.choices)
    label = models.CharField("Bezeichnung", max_length=160, blank=True)
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="plan_lines"
    )
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="plan_lines"
    )
    eligible = models.BooleanField("Zuwendungsfähig", default=True)

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class PlanAmount(models.Model):
    """Euros of one line in one year."""

    line = models.ForeignKey(PlanLine, models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["line", "year"], name="one_amount_a_year"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="amount_not_negative"),
        ]
