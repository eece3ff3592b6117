"""Addresses of what follows an award: reports, their check, amendments, recovery, oversight."""

from django.urls import path

from awards.views import (
    amending,
    checking,
    overseeing,
    procuring,
    recovering,
    report_sections,
    reports,
)

urlpatterns = [
    path("kommune/nachweise/", reports.my_reports, name="my_reports"),
    path("programm/nachweise/", reports.office_reports, name="office_reports"),
    path("nachweis/<str:key>/", reports.report, name="report_of_award"),
    path("nachweis/<str:key>/einreichen/", reports.submit, name="submit_report"),
    path("nachweis/<str:key>/quittung/", reports.receipt, name="report_receipt"),
    path("nachweis/<str:key>/nachweis.pdf", reports.report_pdf, name="award_report_pdf"),
    path("nachweis/<str:key>/schritt/<slug:step>/", reports.report_step, name="report_step"),
    path("programm/risiken/", overseeing.risks, name="risks"),
    path("programm/ueberwachung/", overseeing.overview, name="overview9"),
    path("programm/ueberwachung.xlsx", overseeing.overview_xlsx, name="overview_xlsx"),
    path("programm/ausnahmen/", overseeing.exception_list, name="exceptions"),
    path("programm/protokoll.jsonl", overseeing.log_export, name="log_export"),
    path("programm/protokoll-pruefen.py", overseeing.log_script, name="log_script"),
    path("zuwendung/<str:key>/inventar/", overseeing.inventory, name="inventory"),
    path("programm/vergaben/", procuring.all_procurements, name="all_procurements"),
    path("zuwendung/<str:key>/vergaben/", procuring.procurements, name="procurements"),
    path("vergabe/<str:key>/", procuring.procurement, name="procurement"),
    path("vergabe/<str:key>/unterlage/", procuring.procurement_file, name="procurement_file"),
    path("vergabe/<str:key>/<slug:step>/", procuring.procurement_step, name="procurement_step"),
    path("aenderungen/", amending.amendments, name="amendments"),
    path("zuwendung/<str:key>/aenderung/", amending.start_amendment, name="start_amendment"),
    path("aenderung/<str:key>/", amending.amendment, name="amendment"),
    path("aenderung/<str:key>/<slug:step>/", amending.amendment_step, name="amendment_step"),
    path("rueckforderungen/", recovering.recoveries, name="recoveries"),
    path(
        "programm/zuwendung/<str:key>/rueckforderung/",
        recovering.start_recovery,
        name="start_recovery",
    ),
    path("rueckforderung/<str:key>/", recovering.recovery, name="recovery"),
    path("rueckforderung/<str:key>.pdf", recovering.recovery_notice, name="recovery_notice"),
    path("rueckforderung/<str:key>/<slug:step>/", recovering.recovery_step, name="recovery_step"),
    path("programm/pruefungen/", checking.proof_checks, name="proof_checks"),
    path("programm/pruefung/<str:key>/", checking.proof_check, name="proof_check"),
    path(
        "programm/pruefung/<str:key>/beleg/<int:row>/",
        checking.checked_voucher,
        name="checked_voucher",
    ),
    path("programm/pruefung/<str:key>/<slug:step>/", checking.check_step, name="check_step"),
    path("nachweis/<str:key>/pruefen/", checking.begin_proof_check, name="begin_proof_check"),
    path("schlussbescheid/<str:key>.pdf", checking.final_notice, name="final_notice"),
    path(
        "nachweis/<str:key>/<slug:section>/", report_sections.report_section, name="report_section"
    ),
]
