"""What office and municipalities wrote to each other: answered, waiting here, waiting there."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

from accounts.models import Person
from applications.actions.correspondence import answer_conversation, begin_conversation
from applications.checks.correspondence import Words
from applications.models import Application, Message
from core import clock
from demo.follow_up import awards_paid_by, people_of
from demo.people import Office

ASKED = (
    "Guten Tag, unser Tiefbauamt kann erst zwei Monate später beginnen als im Antrag steht. "
    "Müssen wir dafür eine Änderung beantragen?"
)
ANSWERED = (
    "Nein. Solange der Bewilligungszeitraum und die Jahresraten bleiben, genügt ein Satz im "
    "nächsten Zwischennachweis. Verschiebt sich Geld in ein anderes Jahr, beantragen Sie das bitte."
)
PHONED = (
    "Frau Muster aus der Kämmerei fragt, ob die Jahresrate noch in diesem Jahr ganz gebraucht "
    "wird. Auskunft: Sie prüft es bis zum Monatsende und meldet sich."
)
WANTED = "Bitte schicken Sie uns das Protokoll der Werkstatt vom letzten Monat für die Akte."
WAITING = (
    "Dürfen wir auf dem Bauschild neben dem Logo des Programms auch das der Stadtwerke zeigen?"
)


def write_letters(office: Office) -> None:
    """Play three subjects on two awards; nothing where a town has no two people."""
    awards = [one for one in awards_paid_by("advance")[:5] if people_of(one.organisation)]
    for award, play in zip(awards, (answered, waiting), strict=False):
        people = people_of(award.organisation)
        if people:
            play(award.decision.candidacy.application, people[0], office.officer)


def answered(application: Application, editor: Person, officer: Person) -> None:
    """A question with its answer and a note; and one that waits for the municipality."""
    with days_ago(12):
        subject = "Späterer Beginn der Arbeiten"
        first = begin_conversation(application, subject, Words(ASKED, once="frage"), by=editor)
    with days_ago(10):
        answer_conversation(first.conversation, Words(ANSWERED, once="antwort"), by=officer)
    with days_ago(4):
        note = Words(
            PHONED,
            once="vermerk",
            kind=Message.Kind.PHONE,
            happened_at=clock.now(),
            is_internal=True,
        )
        answer_conversation(first.conversation, note, by=officer)
    with days_ago(2):
        words = Words(WANTED, once="bitte", answer_by=clock.today() + timedelta(days=10))
        begin_conversation(application, "Protokoll der Werkstatt", words, by=officer)


def waiting(application: Application, editor: Person, officer: Person) -> None:
    with days_ago(3):
        begin_conversation(
            application, "Logo auf dem Bauschild", Words(WAITING, once="logo"), by=editor
        )


def days_ago(days: int) -> AbstractContextManager[None]:
    return clock.stopped_at(clock.now() - timedelta(days=days))
