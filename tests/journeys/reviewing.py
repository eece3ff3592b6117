"""What a reviewer does: declare, read, score every criterion with reasons, hand in."""

from tests.journeys.desk import Desk

REASON = (
    "{word}: Die Darstellung ist nachvollziehbar, die Quellen sind belastbar und die Lücken sind "
    "offen benannt."
)


def declare_and_review(desk: Desk, application_title: str, points: int, word: str) -> None:
    """Judge blind: the same points everywhere, each reason with a word to recognise it by."""
    desk.follow(f"Befangenheit erklären: {application_title}")
    desk.does_not_see("Bäume und Zisternen")
    desk.choose("Sind Sie befangen?", "Ich bin nicht befangen")
    desk.press("Erklärung abgeben")
    desk.sees("Bäume und Zisternen")
    for criterion in desk.page.locator("fieldset.al-score").all():
        criterion.locator(f"input[type=radio][value='{points}']").check()
        criterion.get_by_label("Begründung", exact=True).fill(REASON.format(word=word))
    desk.press("Speichern und prüfen")
    desk.sees("Alle Kriterien sind bewertet und begründet.")
    desk.press("Gutachten abgeben")
    desk.sees("Ihr Gutachten ist abgegeben.")
