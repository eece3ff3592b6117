"""Addresses of what follows an award: reports, their check, amendments, recovery, oversight."""

from django.urls import path

from awards.views import report_sections, reports

urlpatterns = [
    path("kommune/nachweise/", reports.my_reports, name="my_reports"),
    path("programm/nachweise/", reports.office_reports, name="office_reports"),
    path("nachweis/<str:key>/", reports.report, name="report_of_award"),
    path("nachweis/<str:key>/einreichen/", reports.submit, name="submit_report"),
    path("nachweis/<str:key>/quittung/", reports.receipt, name="report_receipt"),
    path("nachweis/<str:key>/nachweis.pdf", reports.report_pdf, name="award_report_pdf"),
    path("nachweis/<str:key>/schritt/<slug:step>/", reports.report_step, name="report_step"),
    path(
        "nachweis/<str:key>/<slug:section>/", report_sections.report_section, name="report_section"
    ),
]
