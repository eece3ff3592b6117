"""Addresses of the public register, the overview and the evaluation report."""

from django.urls import path

from reporting.views import overview, register, report

urlpatterns = [
    path("gefoerdert/", register.funded, name="funded"),
    path("rueckblick/", register.past_programme, name="past_programme"),
    path("rueckblick/<str:key>/", register.past_project, name="past_project"),
    path("programm/", overview.office_home, name="office_home"),
    path("programm/auswertung/", report.report, name="report"),
    path("programm/auswertung/<slug:slug>/", report.call_report, name="call_report"),
    path("programm/auswertung/<slug:slug>/bericht.pdf", report.report_pdf, name="report_pdf"),
    path(
        "programm/auswertung/<slug:slug>/kennzahlen.xlsx",
        report.report_workbook,
        name="report_workbook",
    ),
    path(
        "programm/auswertung/<slug:slug>/berechnen/", report.refresh_report, name="refresh_report"
    ),
]
