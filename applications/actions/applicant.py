"""Say who applies; a new application begins with what is known."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import Organisation
from applications.actions.editing import Edit, apply_edit, lock_draft, record_change
from applications.models import Applicant, Application

PUBLIC_BODY = "Körperschaft des öffentlichen Rechts"
PUBLIC = frozenset(
    {
        Organisation.Kind.MUNICIPALITY,
        Organisation.Kind.DISTRICT,
        Organisation.Kind.UNION,
        Organisation.Kind.PURPOSE_UNION,
    }
)
LASTING = ("street", "postal_code", "place", "legal_form", "leitweg_id", "authority")


@transaction.atomic
def save_applicant(application: Application, edit: Edit, *, by: Any) -> Applicant:
    """Write address, legal form, supervision and what confirms an emergency."""
    application = lock_draft(application, "organisation", by)
    known = Applicant.objects.filter(application=application).first()
    applicant = known or Applicant.objects.create(application=application)
    if change := apply_edit(applicant, edit):
        record_change(application, "save_applicant", by=by, change=change)
    return applicant


def as_known(application: Application) -> Applicant:
    """Return, not stored yet, what the last application said, else what the directory says.

    An emergency is confirmed for one budget year: it is said anew.
    """
    organisation = application.organisation
    earlier = Applicant.objects.filter(
        application__organisation=organisation, application__revises=None
    ).exclude(application=application.pk)
    last = earlier.order_by("-application__created_at", "-application").first()
    if last:
        return Applicant(application=application, **{name: getattr(last, name) for name in LASTING})
    return Applicant(
        application=application,
        postal_code=organisation.postal_code,
        place=organisation.name.split(",")[0],
        legal_form=PUBLIC_BODY if organisation.kind in PUBLIC else "",
    )
