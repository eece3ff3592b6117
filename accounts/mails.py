"""What people read in their mail about teams and organisations."""

from django.urls import reverse

from accounts.models import APPLICANT_ROLES, Invitation, Organisation
from core import outbox
from core.templatetags.allmende import instant


def send_invitation(invitation: Invitation, about: str, token: str, site: str) -> None:
    """Send the one link; the system itself keeps only its fingerprint."""
    inviter = invitation.invited_by.name if invitation.invited_by else "Ihre Organisation"
    link = f"{site}{reverse('invitation', args=[token])}"
    purpose = about or f"für „{invitation.organisation}“ mitzuarbeiten"
    outbox.send(
        [invitation.email],
        f"Einladung: {invitation.organisation}",
        outbox.letter(
            f"{inviter} lädt Sie ein, {purpose}. Ihre Rolle: {invitation.get_role_display()}.",
            f"So nehmen Sie an:\n{link}",
            f"Der Link gilt einmal und bis zum {instant(invitation.expires_at)}. Wenn Sie noch "
            "kein Konto haben, wählen Sie dort Ihr Passwort. Wenn Sie die Einladung nicht "
            "erwartet haben, müssen Sie nichts tun.",
        ),
    )


def tell_confirmed(organisation: Organisation) -> None:
    """Tell the whole team that nothing stands in the way of submitting any more."""
    team = organisation.memberships.valid().filter(role__in=APPLICANT_ROLES)
    outbox.send(
        team.filter(person__is_active=True).values_list("person__email", flat=True),
        f"{organisation} ist bestätigt",
        outbox.letter(f"„{organisation}“ ist jetzt bestätigt. Sie können Anträge einreichen."),
    )
