"""What recipients are told about money: that something happened, and where to read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from awards.models import BankAccount, Milestone, Payment, PaymentRequest
from core import outbox
from core.templatetags.allmende import day, euro
from evaluation.decision_mails import people_of


def announce_return(request: PaymentRequest, note: str) -> None:
    body = _("Ihre Mittelanforderung %(name)s wurde zurückgegeben: %(note)s") % {
        "name": request,
        "note": note,
    }
    people = people_of(request.award.organisation)
    outbox.send(people, _("Mittelanforderung zurückgegeben"), body)


def send_back_milestone(milestone: Milestone, note: str) -> None:
    body = _("Zum Meilenstein „%(name)s“ fehlt noch etwas: %(note)s") % {
        "name": milestone,
        "note": note,
    }
    people = people_of(milestone.award.organisation)
    outbox.send(people, _("Meilenstein zurückgegeben"), body)


def announce_account(account: BankAccount) -> None:
    """Warn everyone of the organisation, so that a stolen account is noticed in time."""
    body = _(
        "Für %(organisation)s wurde eine Bankverbindung bestätigt: %(account)s. Sie gilt ab "
        "%(day)s. Wenn das nicht stimmt, melden Sie sich sofort bei der Programmstelle."
    ) % {
        "organisation": account.organisation,
        "account": account,
        "day": day(account.usable_from),
    }
    outbox.send(people_of(account.organisation), _("Neue Bankverbindung"), body)


def remind_of_use(payment: Payment) -> None:
    body = _(
        "Von der Auszahlung %(name)s sind %(amount)s noch nicht als verwendet gemeldet. Zu "
        "verwenden sind sie bis %(until)s. Tragen Sie die Verwendung im Portal ein."
    ) % {"name": payment, "amount": euro(payment.unused), "until": day(payment.use_until)}
    people = people_of(payment.request.award.organisation)
    outbox.send(people, _("Verwendung ausgezahlter Mittel"), body)
