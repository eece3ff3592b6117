"""The chapters and sections of an application: what the task list shows and findings point to.

`Finding.section` holds the code of a section, `Finding.field` the name of a form field there:
`organisation` `contacts` `project` `topics` `interactions` `partners` `measures` `indicators`
`plan` `documents` `declarations` (fields are the codes of its questions), `aids` where economic
activity is declared, and `answer-<code>` for a question that has a page of its own (its field is
`value`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from programmes.models import Chapter, Question

CHAPTERS = (
    "Vorhaben",
    "Partner und Beteiligung",
    "Zeit- und Finanzplan",
    "Unterlagen",
    "Erklärungen",
)


@dataclass(frozen=True)
class Section:
    """One page of the application; `url_name` is its address, `question` the code it asks."""

    code: str
    title: str
    chapter: str
    url_name: str
    question: str = ""

    def url(self, key: str) -> str:
        """Return the address of this section in the application with that key."""
        return reverse(self.url_name, args=[key, self.question] if self.question else [key])


def section_code(question: Question) -> str:
    """Return the code of the section that asks the question."""
    if question.place == Chapter.Place.DECLARATIONS:
        return "declarations"
    return f"answer-{question.code}"


def section_of(question: Question) -> Section:
    """Return the page of a question that is no declaration."""
    code = section_code(question)
    return Section(code, question.title, question.chapter.title, "answer", question.code)


def sections_of(questions: Iterable[Question], *, with_aid: bool) -> list[Section]:
    """Return all sections in order, with a page for each question that is no declaration.

    Earlier aid is listed only `with_aid`, where economic activity is declared.
    """
    project, partners, plan, documents, declarations = CHAPTERS
    asked = list(questions)

    def pages(place: str) -> list[Section]:
        own = [question for question in asked if question.place == place]
        return [section_of(one) for one in sorted(own, key=lambda one: one.chapter.position)]

    return [
        Section("organisation", "Angaben zur Organisation prüfen", project, "organisation"),
        Section("contacts", "Personen nennen", project, "contacts"),
        Section("project", "Vorhaben beschreiben", project, "project"),
        Section("topics", "Handlungsfelder und Herausforderungen wählen", project, "topics"),
        Section("interactions", "Wechselwirkungen benennen", project, "interactions"),
        *pages(Chapter.Place.PROJECT),
        Section("partners", "Partner nennen", partners, "partners"),
        *pages(Chapter.Place.PARTICIPATION),
        Section("measures", "Maßnahmen und Zeitplan aufstellen", plan, "measures"),
        Section("indicators", "Indikatoren festlegen", plan, "indicators"),
        Section("plan", "Finanzplan ausfüllen", plan, "plan"),
        Section("documents", "Unterlagen hochladen", documents, "documents"),
        Section("declarations", "Erklärungen abgeben", declarations, "declarations"),
        *aid_section(with_aid),
    ]


def aid_section(is_asked: bool) -> Iterator[Section]:
    if is_asked:
        yield Section("aids", "De-minimis-Beihilfen nennen", CHAPTERS[-1], "aids")
