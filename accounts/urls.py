"""Addresses of teams, invitations and confirmations; signing in lives under konto/ (allauth)."""

from django.urls import path

from accounts.views import confirmation, deputies, invitation, sign_in, team

urlpatterns = [
    path("anmelden/", sign_in.sign_in, name="sign_in"),
    path("kommune/team/", team.team, name="team"),
    path("kommune/team/<str:key>/entfernen/", team.remove_member, name="remove_member"),
    path(
        "kommune/team/einladung/<str:key>/erneut/",
        team.repeat_invitation,
        name="repeat_invitation",
    ),
    path(
        "kommune/team/einladung/<str:key>/zuruecknehmen/",
        team.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "kommune/team/<str:key>/bestaetigung/",
        confirmation.confirm_organisation,
        name="confirm_organisation",
    ),
    path("kommune/team/<str:key>/vertretung/", deputies.name_signing_deputy, name="signing_deputy"),
    path(
        "kommune/team/vertretung/<str:key>/beenden/",
        deputies.end_signing_deputy,
        name="end_signing_deputy",
    ),
    path("einladung/<str:token>/", invitation.invitation, name="invitation"),
    path("programm/bestaetigungen/", confirmation.confirmations, name="confirmations"),
    path("programm/bestaetigung/<str:key>/", confirmation.confirmation, name="confirmation"),
    path(
        "programm/bestaetigung/<str:key>/beenden/",
        confirmation.close_confirmation,
        name="close_confirmation",
    ),
]
