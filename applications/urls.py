"""Addresses of the municipality's side."""

from django.urls import URLPattern, path

from applications import office_urls, partner_urls, team_urls
from applications.views import (
    answers,
    catalogue,
    changes,
    consortium,
    documents,
    export,
    extension,
    formal,
    late_answers,
    office,
    plan,
    plan_file,
    prefill,
    project,
    receipts,
    revision,
    rows,
    starting,
    submission,
    supplement,
    task_list,
    tokens,
)
from applications.views.copy_rows import copy_from_earlier
from applications.views.row_kinds import KINDS, Kind
from programmes.views import steps


def row_paths(kind: Kind) -> list[URLPattern]:
    """Return the addresses of one kind of rows: list, add, change, remove."""
    base, known = f"antrag/<str:key>/{kind.path}/", {"code": kind.code}
    one = f"{base}<int:position>/"
    again = f"{base}uebernehmen/"
    return [
        *(
            [path(again, copy_from_earlier, known, name=f"copy_{kind.code}")]
            if kind.copyable
            else []
        ),
        path(base, rows.row_list, known, name=kind.code),
        path(f"{base}neu/", rows.add_row, known, name=f"add_{kind.name}"),
        path(one, rows.change_row, known, name=f"change_{kind.name}"),
        removing(kind, f"{one}entfernen/"),
    ]


def removing(kind: Kind, address: str) -> URLPattern:
    """A partner leaves with people, lines and documents; other rows are only removed."""
    if kind.code == "partners":
        return path(address, consortium.part_with_partner, name="remove_partner")
    return path(address, rows.remove_row, {"code": kind.code}, name=f"remove_{kind.name}")


def handing_in() -> list[URLPattern]:
    """Return the addresses from the finance plan to the receipt."""
    one = "antrag/<str:key>/"
    return [
        path(f"{one}finanzplan/", plan.plan, name="plan"),
        path(f"{one}finanzplan/bilanz/", plan.plan_balance, name="plan_balance"),
        path(f"{one}finanzplan/finanzplan.xlsx", plan_file.plan_xlsx, name="plan_xlsx"),
        path(f"{one}finanzplan/hochladen/", plan_file.plan_upload, name="plan_upload"),
        path(f"{one}finanzplan/position/", plan.new_plan_line, name="new_plan_line"),
        path(f"{one}finanzplan/position/<slug:row>/", plan.plan_line, name="plan_line"),
        path(f"{one}unterlagen/", documents.documents, name="documents"),
        path(f"{one}unterlagen/<str:document_key>/", documents.document, name="document"),
        path(
            f"{one}unterlage/<slug:code>/entfernen/",
            documents.remove_document,
            name="remove_document",
        ),
        path(f"{one}pruefen/", submission.check_application, name="check_application"),
        path(f"{one}zur-zeichnung/", submission.offer_for_signature, name="offer_for_signature"),
        path(f"{one}zurueckgeben/", submission.return_to_draft, name="return_to_draft"),
    ]


def submitting() -> list[URLPattern]:
    """Return the addresses from submitting to the proof of what was submitted."""
    one = "antrag/<str:key>/"
    return [
        path(f"{one}einreichen/", submission.submit_application, name="submit_application"),
        path(f"{one}ueberarbeiten/", revision.open_revision, name="open_revision"),
        path(f"{one}verwerfen/", revision.discard_revision, name="discard_revision"),
        path(f"{one}zurueckziehen/", submission.withdraw_application, name="withdraw_application"),
        path(f"{one}nachreichen/<slug:code>/", late_answers.late_answer, name="late_answer"),
        path(f"{one}fassungen/", supplement.editions, name="editions"),
        path(f"{one}quittung/", receipts.receipt, name="receipt"),
        path(f"{one}aufwand/", receipts.state_effort, name="state_effort"),
        path(f"{one}quittung.pdf", receipts.receipt_pdf, name="receipt_pdf"),
        path(f"{one}antrag.pdf", receipts.application_pdf, name="application_pdf"),
        path(f"{one}antrag.xlsx", export.application_xlsx, name="application_xlsx"),
        path(f"{one}antrag.zip", export.application_zip, name="application_zip"),
        path(f"{one}antrag.json", receipts.application_json, name="application_json"),
        path("pruefen/", receipts.verify_receipt, name="verify_receipt"),
    ]


def office_paths() -> list[URLPattern]:
    """Return the addresses of the office: inbox, one application, its formal check."""
    one = "programm/antrag/<str:key>/"
    check = f"{one}formalpruefung/"
    return [
        path("programm/eingang/", office.inbox, name="inbox"),
        path(one, office.office_application, name="office_application"),
        path(f"{one}unterlagen/", office.office_documents, name="office_documents"),
        path(check, formal.formal_check, name="formal_check"),
        path(f"{check}beginnen/", formal.start_formal_check, name="start_formal_check"),
        path(f"{check}aktualisieren/", formal.repeat_rules, name="repeat_rules"),
        path(f"{check}zulassen/", formal.propose_admission, name="propose_admission"),
        path(f"{check}ablehnen/", formal.propose_rejection, name="propose_rejection"),
        path(f"{check}bestaetigen/", formal.confirm_formal_check, name="confirm_formal_check"),
        path(f"{check}zurueckgeben/", formal.return_to_check, name="return_to_check"),
        path(f"{one}nachforderung/", supplement.request_supplement, name="request_supplement"),
        path(f"{one}nachforderung/beenden/", supplement.close_supplement, name="close_supplement"),
        path(f"{check}regel/<slug:code>/", formal.judge_rule, name="judge_rule"),
        path(f"{check}regel/<slug:code>/ausnahme/", formal.grant_waiver, name="grant_waiver"),
        path(
            f"{check}regel/<slug:code>/ausnahme/zurueck/",
            formal.revoke_waiver,
            name="revoke_waiver",
        ),
        path(f"{one}ablehnung.pdf", formal.rejection_pdf, name="formal_rejection_pdf"),
    ]


MORE_TIME = "programm/fristverlaengerung/<str:key>/"

urlpatterns = [
    *team_urls.urlpatterns,
    *partner_urls.urlpatterns,
    *office_urls.urlpatterns,
    path("programm/aufruf/<str:key>/frist/", extension.extensions, name="extensions"),
    path(f"{MORE_TIME}bestaetigen/", extension.confirm_extension, name="confirm_extension"),
    path(f"{MORE_TIME}ablehnen/", extension.decline_extension, name="decline_extension"),
    path("kommune/zugang/", tokens.api_tokens, name="api_tokens"),
    path("kommune/zugang/<str:key>/", tokens.revoke_api_token, name="revoke_api_token"),
    path("kommune/organisation/", starting.choose_organisation, name="choose_organisation"),
    path(
        "kommune/antrag-beginnen/<slug:slug>/", starting.start_application, name="start_application"
    ),
    path("antrag/<str:key>/", task_list.task_list, name="task_list"),
    path("antrag/<str:key>/verlauf/", task_list.application_history, name="application_history"),
    path("antrag/<str:key>/aenderungen/", changes.call_changes, name="call_changes"),
    path("antrag/<str:key>/aenderungen/<str:change>/", changes.reuse, name="reuse_answer"),
    path(
        "programm/aufrufe/<str:key>/korrektur-veroeffentlichen/",
        steps.take,
        {"page": changes.PUBLISH_CORRECTION},
        name="publish_correction",
    ),
    path("antrag/<str:key>/uebernehmen/", prefill.prefill, name="prefill"),
    path("antrag/<str:key>/organisation/", project.organisation, name="organisation"),
    path("antrag/<str:key>/vorhaben/", project.project, name="project"),
    path("antrag/<str:key>/themen/", project.topics, name="topics"),
    path("antrag/<str:key>/frage/<slug:code>/", answers.answer, name="answer"),
    path("antrag/<str:key>/erklaerungen/", answers.declarations, name="declarations"),
    path(
        "antrag/<str:key>/indikatoren/katalog/",
        catalogue.indicator_catalogue,
        name="indicator_catalogue",
    ),
    *(address for kind in KINDS.values() for address in row_paths(kind)),
    *handing_in(),
    *submitting(),
    *office_paths(),
]
