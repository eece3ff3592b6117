"""Addresses of the public register, the overview and the evaluation report."""

from django.urls import path

from reporting.views import (
    answering,
    costs,
    goals,
    open_data,
    overview,
    own,
    published,
    register,
    report,
    research,
    runs,
    selection,
    surveys,
)

WAVE = "forschung/befragungen/<str:key>/"

urlpatterns = [
    path("gefoerdert/", register.funded, name="funded"),
    path("rueckblick/", register.past_programme, name="past_programme"),
    path("rueckblick/<str:key>/", register.past_project, name="past_project"),
    path("zahlen/", published.published_figures, name="published_figures"),
    path("zahlen/<slug:slug>/", published.call_figures, name="call_figures"),
    path("zahlen/<slug:slug>/<str:code>.csv", published.published_csv, name="published_csv"),
    path("programm/", overview.office_home, name="office_home"),
    path("programm/auswertung/", report.report, name="report"),
    path("programm/vergleich/", selection.compare, name="report_compare"),
    path("programm/vergleich/antraege/", selection.report_list, name="report_list"),
    path("programm/auswertung/<slug:slug>/", report.call_report, name="call_report"),
    path("programm/auswertung/<slug:slug>/ziele/", goals.call_goals, name="call_goals"),
    path(
        "programm/auswertung/<slug:slug>/berechnen/", report.refresh_report, name="refresh_report"
    ),
    path("programm/auswertung/<slug:slug>/parlament/", report.parliament, name="parliament"),
    path(
        "programm/auswertung/<slug:slug>/kennzahl/<str:code>.csv",
        report.figure_csv,
        name="figure_csv",
    ),
    path(
        "programm/auswertung/<slug:slug>/bild/<str:name>",
        report.chart_picture,
        name="chart_picture",
    ),
    path(
        "programm/auswertung/<slug:slug>/verwaltung/",
        costs.administration_costs,
        name="administration_costs",
    ),
    path("programm/auswertung/<slug:slug>/berichte/", runs.report_runs, name="report_runs"),
    path("programm/auswertung/<slug:slug>/berichte/neu/", runs.order_report, name="order_report"),
    path(
        "programm/auswertung/<slug:slug>/berichte/<str:key>/<str:name>",
        runs.report_file,
        name="report_file",
    ),
    path("kommune/auswertung/", own.my_evaluation, name="my_evaluation"),
    path("kommune/vergleich/<str:key>/", own.my_comparison, name="my_comparison"),
    path("befragung/<str:key>/", answering.answer_survey, name="answer_survey"),
    path("befragung/<str:key>/<slug:step>/", answering.survey_consent, name="survey_consent"),
    path("forschung/", research.research, name="research"),
    path("forschung/befragungen/", surveys.surveys, name="surveys"),
    path("forschung/befragung-beginnen/", surveys.begin_survey, name="begin_survey"),
    path(WAVE, surveys.survey, name="survey"),
    path(f"{WAVE}grunddaten/", surveys.survey_basics, name="survey_basics"),
    path(f"{WAVE}frage/", surveys.survey_question, name="add_survey_question"),
    path(f"{WAVE}frage/<slug:code>/", surveys.survey_question, name="survey_question"),
    path(
        f"{WAVE}frage/<slug:code>/entfernen/",
        surveys.remove_survey_question,
        name="remove_survey_question",
    ),
    path(f"{WAVE}schritt/<slug:step>/", surveys.survey_step, name="survey_step"),
    path(f"{WAVE}<slug:table>.csv", surveys.survey_export, name="survey_export"),
    path(f"{WAVE}einlesen/", surveys.survey_import, name="survey_import"),
    path("forschung/zugriffe/", research.research_log, name="research_log"),
    path("forschung/daten/<str:key>.zip", research.download_data_set, name="download_data_set"),
    path("forschung/<slug:slug>/", research.research_call, name="research_call"),
    path("forschung/<slug:slug>/bauen/", research.request_data_set, name="request_data_set"),
    path("offene-daten/", open_data.open_data, name="open_data"),
    path("offene-daten/gefoerdert.csv", open_data.funded_csv, name="funded_csv"),
    path("offene-daten/gefoerdert.json", open_data.funded_json, name="funded_json"),
    path("offene-daten/gefoerdert.atom", open_data.funded_feed, name="funded_atom"),
    path("offene-daten/katalog.jsonld", open_data.data_catalogue, name="data_catalogue"),
]
