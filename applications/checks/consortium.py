"""One role for each organisation and call, also as partner; the call says how many are possible.

Only organisations that could apply themselves are counted: a university may help many towns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from applications.checks.rule import loaded
from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Organisation
    from applications.models import Application, Partner
    from programmes.models import CallVersion


def roles_of(version: CallVersion, organisation: Organisation) -> tuple[list[Any], list[Any]]:
    """Return the applications an organisation leads in the call, and its binding partner roles."""
    from applications.models import Application

    own = Application.objects.filter(call_version__call=version.call_id, organisation=organisation)
    leads = own.exclude(status=Application.Status.WITHDRAWN)
    partnerships = partnerships_of(version, organisation)
    return list(leads), list(partnerships.select_related("application__organisation"))


def partnerships_of(version: CallVersion, organisation: Organisation) -> QuerySet[Partner]:
    """Return the binding partner roles of an organisation in the call."""
    from applications.models import Partner

    return Partner.objects.binding().filter(
        application__call_version__call=version.call_id, organisation=organisation
    )


def counts(version: CallVersion, organisation: Organisation | None) -> bool:
    """Does the call limit the roles of this organisation?"""
    limited = version.roles_per_organisation is not None
    return limited and organisation is not None and organisation.kind in version.eligible_kinds


def bound_elsewhere(application: Application, organisation: Organisation | None) -> list[Finding]:
    """Say that a partner takes part in as many other applications as the call allows.

    Neither the other application nor its lead is named: that is the partner's to tell.
    """
    version = application.call_version
    if organisation is None or not counts(version, organisation):
        return []
    if organisation.pk == application.organisation_id:
        sentence = f"„{organisation}“ stellt diesen Antrag und kann nicht zugleich Partner sein."
        return [Finding("is_lead", sentence, "partners", "organisation")]
    leads, partnerships = roles_of(version, organisation)
    others = [*leads, *(one for one in partnerships if one.application_id != application.main.pk)]
    if len(others) < (version.roles_per_organisation or 0):
        return []
    sentence = (
        f"„{organisation}“ ist in diesem Aufruf schon an einem anderen Antrag beteiligt und kann "
        "nicht Partner werden. Bitte klären Sie das mit der Kommune selbst."
    )
    return [Finding("bound_elsewhere", sentence, "partners", "organisation")]


def against_leading(version: CallVersion, organisation: Organisation) -> list[Finding]:
    """Tell an organisation's own people that it is bound as a partner, and how to get free."""
    if not counts(version, organisation):
        return []
    _leads, partnerships = roles_of(version, organisation)
    if len(partnerships) < (version.roles_per_organisation or 0):
        return []
    lead = partnerships[0].application.organisation
    sentence = f"„{organisation}“ ist in diesem Aufruf schon als Partner beteiligt"
    if partnerships[0].people_now().exists():
        sentence += f", eingeladen von „{lead}“. Beenden Sie zuerst diese Beteiligung."
    else:
        sentence += ". Wenn das nicht stimmt, wenden Sie sich bitte an die Programmstelle."
    return [Finding("bound_as_partner", sentence, field="organisation")]


def roles_free(application: Application, attempt: Attempt) -> list[Finding]:
    """Neither the applicant nor a partner has more roles than the call allows."""
    version, own = application.call_version, loaded(application).organisation
    if version.roles_per_organisation is None:
        return []
    found = []
    if counts(version, own):
        if partnerships_of(version, own).count() >= version.roles_per_organisation:
            sentence = f"„{own}“ ist in diesem Aufruf schon Partner eines anderen Antrags."
            found.append(Finding("bound_as_partner", sentence, "partners"))
    for partner in application.partners.all():
        found += bound_elsewhere(application, partner.organisation)
    return found
