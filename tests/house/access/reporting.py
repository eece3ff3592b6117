"""Figures and reports."""

from tests.house.access.declaring import OFFICE, READERS, REPORT, at

PAGES = {
    "office_home": at(READERS),
    "report": at(REPORT),
    "call_report": at(REPORT, slug="call"),
    "report_pdf": at(REPORT, slug="call"),
    "report_workbook": at(REPORT, slug="call"),
    "refresh_report": at(post=OFFICE, slug="call"),
}

API = {
    "api_figures-list": at(REPORT),
    "api_figures-detail": at(REPORT, pk="figure"),
}
