"""What a reviewer does: declare, read, score every criterion with reasons, hand in."""

from tests.journeys.desk import Desk

REASON = (
    "{word}: Die Darstellung ist nachvollziehbar, die Quellen sind belastbar und die Lücken sind "
    "offen benannt."
)


def declare_and_review(desk: Desk, title: str, content: str, points: int, word: str) -> None:
    """Judge blind: the same points everywhere, each reason with a word to recognise it by.

    `content` is a part of the application that stays hidden until the declaration.
    """
    desk.follow(f"Befangenheit erklären: {title}")
    desk.does_not_see(content)
    desk.choose("Sind Sie befangen?", "Ich bin nicht befangen")
    desk.press("Erklärung abgeben")
    desk.sees(content)
    for criterion in desk.page.locator("fieldset.al-score").all():
        desk.check(criterion.locator(f"input[type=radio][value='{points}']"))
        desk.write(criterion.get_by_label("Begründung", exact=True), REASON.format(word=word))
    desk.press("Speichern und prüfen")
    desk.sees("Alle Kriterien sind bewertet und begründet.")
    desk.press("Gutachten abgeben")
    desk.sees("Ihr Gutachten ist abgegeben.")
