"""Addresses of selection (office) and of reviewers."""

from django.urls import include, path, re_path

from evaluation.views import (
    anchor,
    assignment,
    calculations,
    candidacy,
    consensus,
    corrections,
    matrix,
    objections,
    pair_rules,
    pool,
    profile,
    ranking,
    reading_pack,
    reserve,
    reviewing,
    selection,
)

OFFICE = "programm/auswahl/"
ONE = f"{OFFICE}antrag/<str:key>/"
REVIEW = f"{OFFICE}gutachten/<str:key>/"
CALL = f"{OFFICE}<slug:slug>/"
POOL = "programm/gutachtende/"
PROFILE = "gutachten/profil/"
READING = "gutachten/lesen/"
OWN = "gutachten/<str:key>/"

urlpatterns = [
    path("", include("evaluation.panel_urls")),
    path(OFFICE, selection.selection, name="selection"),
    path(ONE, candidacy.candidacy, name="candidacy"),
    path("programm/antrag/<str:key>/rechtsbehelfe/", objections.objections, name="objections"),
    path(f"{OFFICE}rechtsbehelf/<str:key>/", objections.decide_objection, name="decide_objection"),
    path(f"{ONE}beratung/", consensus.open_consensus, name="open_consensus"),
    path(REVIEW, corrections.office_review, name="office_review"),
    path(f"{REVIEW}oeffnen/", corrections.reopen_review, name="reopen_review"),
    path(f"{REVIEW}fassung/<str:code>/", corrections.redact_reason, name="redact_reason"),
    path(f"{ONE}verlauf/", candidacy.candidacy_history, name="candidacy_history"),
    path(f"{ONE}zuteilung/", assignment.candidacy_reviewers, name="candidacy_reviewers"),
    re_path(
        rf"^{OFFICE}antrag/(?P<key>\w+)/(?P<step>beginnen|abschliessen)/$",
        candidacy.move_candidacy,
        name="move_candidacy",
    ),
    path(f"{OFFICE}zuteilung/<str:key>/", candidacy.assignment, name="assignment"),
    path(
        f"{OFFICE}zuteilung/<str:key>/aufheben/",
        candidacy.remove_assignment,
        name="remove_assignment",
    ),
    path(f"{OFFICE}berechnung/<str:key>/", calculations.calculation, name="calculation"),
    path(f"{OFFICE}rangfolge/<str:key>/nachruecken/", reserve.reserve, name="reserve"),
    path(f"{OFFICE}rangfolge/<str:key>/", ranking.frozen_ranking, name="frozen_ranking"),
    path(CALL, selection.candidacies, name="candidacies"),
    path(f"{CALL}uebernehmen/", selection.take_over, name="take_over"),
    path(f"{CALL}abschliessen/", selection.close_all, name="close_all_reviews"),
    path(f"{CALL}zuteilung/", assignment.assignments, name="assignments"),
    path(f"{CALL}zuteilung/beginnen/", assignment.start_all, name="start_all_reviews"),
    path(f"{CALL}zuteilung/matrix/", matrix.assignment_matrix, name="assignment_matrix"),
    path(f"{CALL}zuteilung/vorgaben/", pair_rules.pair_rules, name="pair_rules"),
    path(f"{OFFICE}vorgabe/<str:key>/aufheben/", pair_rules.lift_pair_rule, name="lift_pair_rule"),
    path(f"{CALL}zuteilung/vorschlag/", assignment.assignment_proposal, name="assignment_proposal"),
    path(f"{CALL}kalibrierung/", anchor.calibration_round, name="calibration_round"),
    path("gutachten/kalibrierung/<str:key>/", anchor.anchor, name="anchor"),
    path(f"{CALL}berechnungen/", calculations.calculations, name="calculations"),
    path(f"{CALL}berechnungen/statistik/", calculations.ask_statistics, name="ask_statistics"),
    path(f"{CALL}berechnungen/portfolio/", calculations.ask_portfolio, name="ask_portfolio"),
    path(f"{CALL}rangfolge/", ranking.ranking, name="ranking"),
    path(f"{CALL}rangfolge/tabelle.csv", ranking.ranking_table, name="ranking_table"),
    path(f"{CALL}rangfolge/einfrieren/", ranking.freeze_ranking, name="freeze_ranking"),
    path(f"{CALL}gutachten.csv", pool.submitted_reviews, name="submitted_reviews"),
    path(f"{CALL}zuteilung/erinnern/", pool.remind_reviewers, name="remind_reviewers"),
    path(POOL, pool.reviewers, name="reviewers"),
    path(f"{POOL}einladen/", pool.invite_reviewer, name="invite_reviewer"),
    path(f"{POOL}<str:key>/", pool.reviewer, name="reviewer"),
    path(PROFILE, profile.my_profile, name="my_profile"),
    path(f"{PROFILE}annehmen/", profile.accept_invitation, name="accept_invitation"),
    path(f"{PROFILE}einfuehrung/", profile.confirm_training, name="confirm_training"),
    path(f"{PROFILE}bindung/", profile.add_tie, name="add_tie"),
    path(f"{PROFILE}bindung/<str:key>/beenden/", profile.end_tie, name="end_tie"),
    path("gutachten/", reviewing.my_reviews, name="my_reviews"),
    path(READING, reading_pack.reading_pack, name="reading_pack"),
    path(f"{READING}antraege.zip", reading_pack.reading_pack_zip, name="reading_pack_zip"),
    path(OWN, reviewing.review, name="review"),
    path(f"{OWN}befangenheit/", reviewing.conflict, name="conflict"),
    path(f"{OWN}beratung/", consensus.consensus, name="consensus"),
    path(f"{OWN}beratung/beitrag/", consensus.add_remark, name="add_remark"),
    path(f"{OWN}beratung/punkte/", consensus.change_score, name="change_score"),
    path(f"{OWN}ablehnen/", reviewing.decline, name="decline_assignment"),
    path(f"{OWN}abgeben/", reviewing.submit_review, name="submit_review"),
    path(f"{OWN}unterlage/<str:document>/", reviewing.review_document, name="review_document"),
]
