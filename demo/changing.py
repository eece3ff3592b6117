"""What happens to applications after they were submitted: a revision, a supplement request."""

from datetime import timedelta

from accounts.models import APPLICANT_ROLES, Person
from applications.actions.revision import open_revision
from applications.actions.supplement import Wanted, request_supplement
from applications.models import Application, FormalCheck
from core import clock

Status = Application.Status
ANSWER_TIME = timedelta(days=14)
MISSING = (
    "Bitte erläutern Sie, wie Sie die Wirkung messen, und laden Sie den Projektplan mit "
    "Meilensteinen neu hoch."
)


def play_changes() -> None:
    """One town revises what it handed in; another is asked for what is missing."""
    revise_one()
    ask_one()


def revise_one() -> None:
    handed_in = Application.objects.filter(status=Status.SUBMITTED).order_by("-receipt_number")
    for application in handed_in:
        if clock.now() <= application.deadline:
            open_revision(application, by=employee_of(application))
            return


def ask_one() -> None:
    open_checks = FormalCheck.objects.filter(
        status=FormalCheck.Status.OPEN, application__status=Status.IN_FORMAL_CHECK
    )
    check = open_checks.order_by("-application__receipt_number").first()
    if check:
        officer = Person.objects.get(key=check.checked_by_key)
        wanted = Wanted(MISSING, clock.now() + ANSWER_TIME, ["answer-wirkung"], ["projektplan"])
        request_supplement(check, wanted, by=officer)


def employee_of(application: Application) -> Person:
    memberships = application.organisation.memberships.valid().filter(role__in=APPLICANT_ROLES)
    return memberships.select_related("person").order_by("person__email")[0].person
