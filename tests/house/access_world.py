"""One record for every address that names one, and one person for every role."""

from typing import Any

from django.test import Client

from accounts.models import Organisation, Role
from applications.actions import formal, rows, submission
from applications.actions.drafting import start_application
from applications.models import Aid, Application, Interaction, Partner
from awards.actions import approve_award
from core import clock
from demo.programme import build_draft_call
from demo.rounds import give_template
from evaluation import actions as selection
from evaluation.actions.deciding import Proposal, approve_rejection, propose_decision
from evaluation.models import Assignment, Candidacy
from evaluation.standings import available_budget
from programmes.actions import offer_for_publication, publish_call
from programmes.models import CallVersion
from reporting.actions import prepare_figures
from tests import cast
from tests.applications.complete import fill, submit
from tests.awards.casting import award_of, co_signed, rejection
from tests.awards.money import cashier
from tests.evaluation import casting
from tests.evaluation import panel_casting as jury
from tests.house.access.declaring import ANONYMOUS
from tests.house.access_table import APPS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOWNS = ("Eberswalde", "Zeichnau", "Neustadt", "Prüfstadt", "Zweitsicht", "Abweis", "Zulassing")
JUDGED = ("Lesenau", "Rangstadt", "Vorschlag", "Mitzeich", "Bewilling", "Absagen")


def call_with_template() -> CallVersion:
    version = build_draft_call(cast.officer())
    give_template(version, "projektplan", by=cast.officer())
    offered = offer_for_publication(version, by=cast.officer())
    return publish_call(offered, seen=offered.version, by=cast.second_officer())


class World:
    """`clients` by role and `keys` by the name that the table uses."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        self.version = call_with_template()
        self.people = self.cast_people()
        self.keys |= {"call": self.version.call.slug} | self.calls_in_preparation()
        self.keys |= self.drafts() | self.checks() | self.reviews() | self.decisions()
        prepare_figures(self.version)
        self.keys["figure"] = self.version.figures.first().pk
        for app in APPS:
            self.keys |= app.records(self) if hasattr(app, "records") else {}
        self.clients = {role: signed_in(person) for role, person in self.people.items()}

    def filled(self, parts: dict[str, Any]) -> dict[str, Any]:
        """Return the parts with the keys of the records they name."""
        return {name: self.keys.get(value, value) for name, value in parts.items()}

    def cast_people(self) -> dict[str, Any]:
        """One person a role; the town's people work for every town of this world."""
        for name in (*TOWNS, *JUDGED):
            admin = cast.person("Anna Admin", Role.ORG_ADMIN, cast.town(name))
            cast.editor(cast.town(name)), cast.signatory(cast.town(name))
        unassigned = casting.reviewer("Ulla Unbeteiligt")
        self.keys["free_reviewer"] = unassigned.key
        self.keys |= {"free_town": cast.town("Freistadt").key, "home": cast.town().key}
        self.reviewers = [casting.reviewer(n) for n in ("Gerda Gutachten", "Gustav Gegenblick")]
        return {
            ANONYMOUS: None,
            "editor": cast.editor(),
            "signatory": cast.signatory(),
            "org_admin": admin,
            "foreign_editor": cast.person("Frida Fremd", Role.EDITOR, cast.town("Fernau")),
            "officer": cast.officer(),
            "head_of_unit": cast.head_of_unit(),
            "budget_officer": cast.budget_officer(),
            "reviewer": self.reviewers[0].person,
            "unassigned_reviewer": unassigned.person,
            "auditor": cast.auditor(),
            "researcher": cast.researcher(),
            "cashier": cashier(),
            "panel_chair": jury.member("Clara Chefin", Role.PANEL_CHAIR).person,
            "minute_keeper": jury.member("Paul Protokoll", Role.MINUTE_KEEPER).person,
        }

    def calls_in_preparation(self) -> dict[str, str]:
        """Prepared by the second officer, so that the officer may publish."""
        by = cast.second_officer()
        draft = build_draft_call(by, slug="entwurf", title="Entwurf")
        ready = offer_for_publication(build_draft_call(by, slug="vorgelegt", title="Zwei"), by=by)
        return {"draft_call": draft.call.key, "ready_call": ready.call.key}

    def started(self, name: str) -> Application:
        """A complete draft of that town."""
        town = cast.town(name)
        made, _ = start_application(self.version.call, town, by=cast.editor(town))
        return fill(made)

    def submitted(self, name: str) -> Application:
        submit(application := self.started(name))
        return Application.objects.get(pk=application.pk)

    def drafts(self) -> dict[str, str]:
        draft, to_sign = self.started("Eberswalde"), self.started("Zeichnau")
        between = {"from_code": "wasser", "to_code": "mobilitaet", "how": "Kühlt."}
        partner = {"name": "Stadtwerke", "kind": "company", "role": "Betrieb"}
        aid = {"giver": "Land", "granted_on": clock.today(), "amount": 1, "regulation": "general"}
        for model, values in ((Interaction, between), (Partner, partner), (Aid, aid)):
            rows.add_row(draft, model, values, by=cast.editor())
        submission.offer_for_signature(to_sign, by=cast.editor(to_sign.organisation))
        town: Organisation = cast.town()
        return {
            "draft": draft.key,
            "to_sign": to_sign.key,
            "document": draft.documents.get().key,
            "membership": town.memberships.get(role=Role.EDITOR).key,
            "submitted": self.submitted("Neustadt").key,
        }

    def checks(self) -> dict[str, str]:
        """Begun by the second officer, so that the officer may confirm."""
        by = cast.second_officer()
        in_check, checked, turned_away = (
            formal.start_formal_check(self.submitted(name), by=by)
            for name in ("Prüfstadt", "Zweitsicht", "Abweis")
        )
        formal.judge_rule(checked, "assessable", verdict="met", note="Gelesen.", by=by)
        formal.propose_admission(checked, by=by)
        formal.judge_rule(turned_away, "assessable", verdict="not_met", note="Leer.", by=by)
        formal.propose_rejection(turned_away, reasons="Der Antrag ist leer.", by=by)
        formal.confirm_formal_check(turned_away, by=cast.officer())
        return {
            "in_check": in_check.application.key,
            "checked": checked.application.key,
            "turned_away": turned_away.application.key,
        }

    def admitted(self, name: str) -> Application:
        check = formal.start_formal_check(self.submitted(name), by=cast.second_officer())
        met = {"verdict": "met", "note": "Gelesen."}
        formal.judge_rule(check, "assessable", **met, by=cast.second_officer())
        formal.propose_admission(check, by=cast.second_officer())
        return formal.confirm_formal_check(check, by=cast.officer())

    def reviews(self) -> dict[str, str]:
        """One candidacy waits for its start, one is being read, four are judged."""
        for name in ("Zulassing", *JUDGED):
            self.admitted(name)
        selection.open_candidacies(self.version, by=cast.second_officer())
        for name in ("Zulassing", *JUDGED):
            self.assign(candidacy_of(self.version, name))
        for name in JUDGED:
            selection.start_review(candidacy_of(self.version, name), by=cast.second_officer())
        read = candidacy_of(self.version, "Lesenau")
        mine = Assignment.objects.get(candidacy=read, reviewer=self.reviewers[0])
        return {
            "admitted": candidacy_of(self.version, "Zulassing").key,
            "in_review": read.key,
            "assignment": mine.key,
            "reviewed_document": read.application.documents.get().key,
        }

    def assign(self, candidacy: Candidacy) -> None:
        for reviewer in self.reviewers:
            made = selection.assign_reviewer(candidacy, reviewer, by=cast.second_officer())
            selection.declare(made, by=reviewer.person, answer="clear")

    def decisions(self) -> dict[str, str]:
        """Judged, ranked, and decided as far as the table needs it."""
        for name in JUDGED[1:]:
            candidacy = candidacy_of(self.version, name)
            for assignment in candidacy.assignments.all():
                casting.submitted(assignment)
            selection.close_review(candidacy, by=cast.second_officer())
        budget = available_budget(self.version)
        ranking = selection.freeze_ranking(
            self.version, by=cast.second_officer(), budget=budget, draw_lot=True, note="Test."
        )
        ranked, proposed, signed, won, lost = (
            candidacy_of(self.version, name) for name in JUDGED[1:]
        )
        by = cast.second_officer()
        decision = propose_decision(proposed, granted(proposed), by=by)
        notice = approve_award(co_signed(won, granted(won)), by=cast.head_of_unit())
        letter = approve_rejection(co_signed(lost, rejection()), by=cast.head_of_unit())
        return {
            "ranking": ranking.key,
            "ranked": ranked.key,
            "proposed": decision.key,
            "co_signed": co_signed(signed, granted(signed)).key,
            "award": notice.award.key,
            "notice": notice.key,
            "letter": letter.key,
        }


def granted(candidacy: Candidacy) -> Proposal:
    """Award what was asked for, in the first year."""
    application = candidacy.application
    eligible = application.eligible_amount
    return award_of(candidacy, application.requested_amount, eligible_amount=eligible)


def candidacy_of(version: CallVersion, town: str) -> Candidacy:
    return Candidacy.objects.get(
        application__call_version=version, application__organisation__name=town
    )


def signed_in(person: Any, **options: Any) -> Client:
    client = Client(**options)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client
