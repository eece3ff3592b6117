"""Addresses of awards and their money: notices, requests, accounts, payments, ledger."""

from django.urls import path

from awards.views import awards, bank, cash, check_notes, ledger, milestones, payments, requests

urlpatterns = [
    path("zuwendungen/", awards.awards, name="awards"),
    path("zuwendungen/haushalt/", ledger.ledger, name="ledger"),
    path("zuwendungen/haushalt.csv", ledger.ledger_csv, name="ledger_csv"),
    path("zuwendungen/basiszins/", payments.base_rates, name="base_rates"),
    path("zuwendung/<str:key>/", awards.award, name="award"),
    path("zuwendung/<str:key>/anhalten/", awards.stop, name="stop_payments"),
    path("zuwendung/<str:key>/mittel/", requests.start, name="start_request"),
    path("zuwendung/<str:key>/meilensteine/", milestones.milestones, name="milestones"),
    path("meilenstein/<str:key>/", milestones.milestone, name="milestone"),
    path("meilenstein/<str:key>/unterlage/", milestones.milestone_file, name="milestone_file"),
    path("bescheid/<str:key>/<slug:step>/", awards.notice_step, name="notice_step"),
    path("mittelanforderungen/", requests.requests, name="payment_requests"),
    path("mittelanforderung/<str:key>/", requests.payment_request, name="payment_request"),
    path("mittelanforderung/<str:key>/<slug:step>/", requests.request_step, name="request_step"),
    path("auszahlung/<str:key>/verwendung/", payments.use, name="record_use"),
    path("auszahlung/<str:key>/zinsen/", payments.interest, name="propose_interest"),
    path("zinsen/<str:key>/<slug:step>/", payments.interest_step, name="interest_step"),
    path("kommune/konto/", bank.accounts, name="bank_accounts"),
    path("kommune/konto/<str:key>/", bank.account, name="bank_account"),
    path("kasse/", cash.cash, name="cash"),
    path("kasse/datei/", cash.make_file, name="make_payment_file"),
    path("kasse/rueckmeldung/", cash.answer, name="bank_answer"),
    path("kasse/<str:key>.<slug:form>", cash.payment_file, name="payment_file"),
    path("programm/auswahl/antrag/<str:key>/vermerk/", check_notes.check_note, name="check_note"),
]
