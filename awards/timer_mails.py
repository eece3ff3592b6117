"""Mails that a date brings: what ends when, and where to act."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from awards.models import Award, Recovery, Tranche
from core import outbox
from core.templatetags.allmende import day, euro
from evaluation.decision_mails import people_of


def officers() -> list[str]:
    members = Membership.objects.valid().filter(role=Role.OFFICER)
    return list(members.values_list("person__email", flat=True))


def warn_of_year_limit(recovery: Recovery) -> None:
    body = _(
        "Über die Rückforderung zu %(code)s muss bis %(day)s entschieden sein (Jahresfrist, § 48 "
        "Abs. 4 VwVfG). Sie steht im Portal unter „Rückforderungen“."
    ) % {"code": recovery.award.funding_code, "day": day(recovery.decide_by)}
    outbox.send(officers(), _("Jahresfrist läuft ab"), body)


def announce_end_of_bound_use(award: Award) -> None:
    body = _(
        "Die Zweckbindung zu %(code)s endet am %(day)s. Bis dahin melden Sie im Portal unter "
        "„Inventar“, wenn ein Gegenstand nicht mehr für den Zweck genutzt wird."
    ) % {"code": award.funding_code, "day": day(award.bound_until)}
    outbox.send(people_of(award.organisation), _("Ende der Zweckbindung"), body)
    outbox.send(officers(), _("Ende der Zweckbindung"), body)


def warn_of_year_close(tranche: Tranche) -> None:
    body = _(
        "Von %(code)s sind für %(year)s noch %(amount)s nicht angefordert. Was bis zum Jahresende "
        "nicht ausgezahlt ist, verfällt, wenn Sie keine Verschiebung beantragen."
    ) % {
        "code": tranche.award.funding_code,
        "year": tranche.budget_year.year,
        "amount": euro(tranche.left),
    }
    outbox.send(people_of(tranche.award.organisation), _("Mittel dieses Jahres"), body)


def ask_for_base_rate(first: date) -> None:
    body = _(
        "Für das Halbjahr ab %(day)s ist kein Basiszinssatz eingetragen. Ohne ihn lassen sich "
        "keine Zinsen berechnen. Eintragen lässt er sich unter „Haushalt“, „Basiszinssätze“."
    ) % {"day": day(first)}
    outbox.send(officers(), _("Basiszinssatz fehlt"), body)
