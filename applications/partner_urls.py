"""Addresses of a consortium: the lead's page of a partner, and the partner's own pages."""

from django.urls import path

from applications.views import consortium, contribution

LEAD = "antrag/<str:key>/partner/<int:position>/"
OWN = "beteiligung/<str:key>/<int:position>/"

urlpatterns = [
    path(f"{LEAD}beteiligung/", consortium.partner_role, name="partner_role"),
    path(
        f"{LEAD}beteiligung/einladen/",
        consortium.invite_partner_person,
        name="invite_partner_person",
    ),
    path(f"{LEAD}beteiligung/freigaben/", consortium.share_with_partner, name="share_with_partner"),
    path(f"{LEAD}beteiligung/beschluss/", consortium.partner_terms, name="partner_terms"),
    path(
        "antrag/<str:key>/partnerperson/<str:person_key>/beenden/",
        consortium.end_partner_person,
        name="end_partner_person",
    ),
    path(OWN, contribution.contribution, name="contribution"),
    path(f"{OWN}finanzplan/", contribution.contribution_plan, name="contribution_plan"),
    path(
        f"{OWN}finanzplan/position/",
        contribution.new_contribution_line,
        name="new_contribution_line",
    ),
    path(
        f"{OWN}finanzplan/position/<slug:row>/",
        contribution.contribution_line,
        name="contribution_line",
    ),
    path(f"{OWN}beschluss/", contribution.contribution_terms, name="contribution_terms"),
    path(f"{OWN}unterlagen/", contribution.hand_in_contribution, name="hand_in_contribution"),
    path(
        f"{OWN}unterlagen/<str:document_key>/",
        contribution.contribution_document,
        name="contribution_document",
    ),
    path(f"{OWN}beenden/", contribution.leave_consortium, name="leave_consortium"),
]
