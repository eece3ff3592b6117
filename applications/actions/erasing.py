"""After its retention: what an application said is erased; number, sums and checksums stay."""

from __future__ import annotations

from applications.models import Applicant, Application, Message, MessageDraft
from core.files import erase_file
from core.models import StoredFile
from core.snapshots import erase


def erase_application(application: Application) -> dict[str, int]:
    """Erase answers, persons, uploaded files and frozen versions; return how many of each.

    Called in the transaction of the deletion, which has its own two signatures and protocol.
    """
    files = StoredFile.objects.filter(pk__in=application.documents.values("file"), erased_at=None)
    submissions = list(application.submissions.select_related("snapshot"))
    counts = {"Antworten": application.answers.count(), "Fassungen": len(submissions)}
    counts["Unterlagen"] = files.count()
    counts |= erase_correspondence(application)
    counts["Personen"] = application.contacts.count()
    application.contacts.all().delete()
    Applicant.objects.filter(application=application).delete()
    application.answers.all().delete()
    for stored in files:
        erase_file(stored)
    for submission in submissions:
        erase(submission.snapshot)
    return counts


def erase_correspondence(application: Application) -> dict[str, int]:
    """Erase subjects, texts and files of the correspondence; who wrote when and SHA-256 stay."""
    messages = Message.objects.filter(conversation__application=application)
    sent = StoredFile.objects.filter(pk__in=messages.values("files__file"), erased_at=None)
    counts = {"Nachrichten und Vermerke": messages.count(), "Anlagen": sent.count()}
    for stored in sent:
        erase_file(stored)
    messages.update(text="")
    application.conversations.update(subject="")
    MessageDraft.objects.filter(application=application).delete()
    return counts
