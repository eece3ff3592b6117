"""What the reviewers of the demonstration write."""

from decimal import Decimal

from demo.cases import Case, points_of
from demo.fates import Task
from demo.play import Play
from evaluation.actions.reviewing import Judgement
from evaluation.models import Review

NO_THIRD_REVIEW = "Die Abweichung betrifft einzelne Kriterien und ist besprochen."
DOUBT = "Eine frühere Kollegin arbeitet seit diesem Jahr bei einem Partner des Vorhabens."
CRITERIA_IN_DRAFT = 6
TONES = {0: "fehlt", 1: "fehlt weitgehend", 2: "bleibt in wichtigen Punkten offen"}


def confidence_of(reviewer: int) -> str:
    """Return how sure the first, second and third reviewer say they are."""
    return str(Review.Confidence.values[-1 - reviewer % 3])


def judgements_of(play: Play, case: Case, reviewer: int, task: Task) -> dict[str, Judgement]:
    """Return what one reviewer has written so far, by criterion."""
    if task not in (Task.DRAFTED, Task.DONE):
        return {}
    points = points_of(case, reviewer, play.maxima, play.seed)
    written = len(points) if task == Task.DONE else CRITERIA_IN_DRAFT
    return {
        code: Judgement(value, reason_for(value, play.criterion_names[code]))
        for code, value in list(points.items())[:written]
    }


def reason_for(points: Decimal, name: str) -> str:
    """Return a reason long enough for every score."""
    said = TONES.get(int(points), "ist nachvollziehbar und mit Angaben belegt")
    return (
        f"Zu „{name}“: Die Darstellung {said}. Ausgangswerte, Quellen und Zuständigkeiten wurden "
        f"geprüft; das Ergebnis entspricht dem Anker für {points} Punkte."
    )
