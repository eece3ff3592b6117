"""Questions of municipalities about the open call: two are answered, one waits."""

from __future__ import annotations

from accounts.models import Person, Role
from applications.actions.inquiries import Wording, answer_inquiry, ask_about_call
from applications.models import Application
from demo.people import Office
from demo.teams import team_of

ASKED: tuple[tuple[str, str, str], ...] = (
    (
        "Wir sind eine Verbandsgemeinde mit elf Ortsgemeinden. Muss jede Ortsgemeinde selbst "
        "einen Antrag stellen?",
        "Muss bei einer Verbandsgemeinde jede Ortsgemeinde selbst einen Antrag stellen?",
        "Nein. Die Verbandsgemeinde stellt einen Antrag für alle. Nennen Sie die Orte, in denen "
        "Maßnahmen liegen, bei der einzelnen Maßnahme.",
    ),
    (
        "Zählt die Arbeitszeit unserer Beschäftigten als Eigenanteil?",
        "Zählt die Arbeitszeit eigener Beschäftigter als Eigenanteil?",
        "Nein. Der Eigenanteil wird in Geld erbracht. Zuwendungsfähig ist Personal, das für das "
        "Vorhaben zusätzlich eingestellt wird.",
    ),
    ("Dürfen wir das Angebot des Planungsbüros als Kostenschätzung beilegen?", "", ""),
)


def ask_and_answer(office: Office, home_ars: str) -> None:
    """Play the questions of the home town; nothing without its draft."""
    drafts = Application.objects.filter(organisation__ars=home_ars, status="draft")
    for draft in drafts.select_related("organisation", "call_version__call"):
        editor: Person = team_of(draft.organisation)[Role.EDITOR]
        for original, question, answer in ASKED:
            call = draft.call_version.call
            inquiry = ask_about_call(call, draft.organisation, original, by=editor)
            if answer:
                words = Wording(question, answer, inquiry.version)
                answer_inquiry(inquiry, words, by=office.officer)
