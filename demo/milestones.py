"""The pilot projects are paid by milestones: agreed, reported, confirmed, asked for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from awards.actions import milestones, requests
from awards.models import Award, Milestone
from core import clock
from demo.follow_up import awards_paid_by, people_of
from demo.money import on_day, prepare, team_of
from demo.people import Office
from rulebook.money import share

# Name, what shows it, part of the eligible expenses, days after the beginning.
PLAN = (
    ("Messnetz beauftragt", "Zuschlagsschreiben", Decimal("0.05"), 45),
    ("Die ersten zehn Messstellen senden", "Abnahmeprotokoll", Decimal("0.10"), 75),
    ("Alle Messstellen senden, Daten sind öffentlich", "Datensatz im Portal", Decimal("0.25"), 500),
)
SHOWN = "Die Unterlage ist unterschrieben und liegt dem Projektbüro vor."


def play_milestones(office: Office) -> None:
    """One project asks for its first milestone and reports the second; the others have begun."""
    pilots = [one for one in awards_paid_by("milestone") if people_of(one.organisation)]
    for place, award in enumerate(pilots):
        prepare(award)
        agreed = agree(award, office)
        if place == 0:
            reach(agreed[0], office, days=50)
            ask_for(agreed[0], days=60)
            report(agreed[1], days=80)


def agree(award: Award, office: Office) -> list[Milestone]:
    """The office and the municipality have agreed on these."""
    with on_day(award, 1):
        return [
            milestones.plan_milestone(
                award,
                {
                    "name": name,
                    "wanted": wanted,
                    "amount": (award.eligible_amount * part).quantize(Decimal(1)),
                    "due_on": clock.today() + timedelta(days=days),
                },
                by=office.officer,
            )
            for name, wanted, part, days in PLAN
        ]


def report(milestone: Milestone, *, days: int) -> Milestone:
    editor, _ = team_of(milestone.award)
    with on_day(milestone.award, days):
        return milestones.report_milestone(milestone, clock.today(), SHOWN, by=editor)


def reach(milestone: Milestone, office: Office, *, days: int) -> None:
    reported = report(milestone, days=days)
    with on_day(milestone.award, days + 3):
        milestones.confirm_milestone(reported, by=office.officer)


def ask_for(milestone: Milestone, *, days: int) -> None:
    """The municipality asks for what the milestone entitles it to."""
    award = milestone.award
    editor, signatory = team_of(award)
    with on_day(award, days):
        request = requests.start_request(award, by=editor)
        bill = requests.Bill(milestone.name, clock.today(), milestone.amount, milestone)
        amount = min(share(milestone.amount, award.rate), request.tranche.left)
        wish = requests.Wish(request.tranche, amount, request.spent, [bill])
        request = requests.save_request(request, wish, by=editor, version=request.version)
        requests.submit_request(request, by=signatory)
