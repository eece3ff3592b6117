"""Forms that no page of the world shows, because their records stand in another state there."""

from accounts.forms import NameForm
from accounts.models import Organisation
from applications.api.rows import AmountsForm
from applications.forms import organisations
from applications.forms.answers import LateAnswerForm
from awards.forms import amending, checking, money, procuring, recovering, reports
from awards.models import ProofCheck, Report
from evaluation.forms import calculations, objections
from programmes.forms.goals import CatalogueIndicatorForm
from programmes.forms.questions import QuestionForm
from programmes.forms.rows import (
    BudgetYearForm,
    ChapterForm,
    CriterionGroupForm,
    DocumentForm,
    FitQuestionForm,
)
from programmes.models import GoalSystem
from tests.house.access_world import World


def make_unopened(world: World) -> None:
    """Make one instance of each, with records of the world."""
    of_a_call(world)
    of_a_report(Report.objects.get(key=world.keys["report"]))
    award = Report.objects.get(key=world.keys["report"]).award
    money.BillForm()
    procuring.BreachForm(award=award)
    recovering.StartForm(award=award)
    recovering.DecisionForm()
    recovering.RepaymentForm()
    amending.OutcomeForm()
    checking.ProofNoteForm(check=ProofCheck())
    calculations.LimitForm(groups=["BB", "BY"])
    calculations.EitherOrForm(numbers={"1": "a", "2": "b"})
    objections.OutcomeForm()
    NameForm()
    organisations.StartForm(None, organisations=list(Organisation.objects.may_apply()[:2]))


def of_a_call(world: World) -> None:
    """Rows that a page makes only when they are asked for, and answers that come late."""
    rows = (BudgetYearForm, ChapterForm, CriterionGroupForm, DocumentForm, FitQuestionForm)
    for row in (*rows, QuestionForm):
        row(world.version)
    CatalogueIndicatorForm(GoalSystem.objects.latest("pk"))
    years = {str(year): year for year in world.version.years}
    AmountsForm(dict.fromkeys(years, "1"), years)
    question = world.version.questions.filter(kind="text")[0]
    LateAnswerForm(None, question=question, answer=None)


def of_a_report(report: Report) -> None:
    """The sections of a report that stand behind its first page."""
    for form, rows in (
        (reports.MeasurementsForm, report.measurements.select_related("indicator")),
        (reports.LinesForm, report.lines.select_related("plan_line")),
        (reports.PartnersForm, report.partner_proofs.all()),
    ):
        form(report=report, rows=list(rows))
