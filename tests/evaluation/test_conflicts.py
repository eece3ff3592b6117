"""Who may not judge whom: the predicates on facts."""

from dataclasses import replace

from evaluation.conflicts import Body, Bond, CaseFacts, ReviewerFacts, obstacles

TOWN = Body("Stadt Eberswalde", pk=1, land="BB", district_key="12060", union=None)
CASE = CaseFacts(key="c", applicant=TOWN)
GERDA = ReviewerFacts(key="g", name="Gerda", land="HH", capacity=5)


def codes(reviewer: ReviewerFacts, case: CaseFacts = CASE) -> list[str]:
    return [finding.code for finding in obstacles(reviewer, case)]


def bound(body: Body, label: str = "Arbeitgeber") -> ReviewerFacts:
    return replace(GERDA, bonds=(Bond(label, body),))


def test_somebody_without_ties_may_judge():
    assert codes(GERDA) == []


def test_the_employer_does_not_judge_its_own_application():
    assert codes(bound(TOWN)) == ["own_organisation"]


def test_the_kreis_of_the_town_is_too_close():
    district = Body("Landkreis Barnim", pk=2, land="BB", district_key="12060")
    assert codes(bound(district, "Wohnort")) == ["same_district"]


def test_the_union_of_the_town_is_too_close_in_both_directions():
    union = Body("Amt Musteramt", pk=7, land="BB")
    member = CaseFacts(key="c", applicant=Body("Dorf", pk=8, land="BB", union=7))
    assert codes(bound(union), member) == ["same_union"]
    whole = CaseFacts(key="c", applicant=union)
    assert codes(bound(Body("Dorf", pk=8, land="BB", union=7)), whole) == ["same_union"]


def test_a_partner_is_too_close_also_when_known_by_name_only():
    works = Body("Stadtwerke Eberswalde GmbH", pk=9)
    known = replace(CASE, partners=(works,))
    by_name = replace(CASE, partners=(Body("stadtwerke eberswalde gmbh "),))
    assert codes(bound(works), known) == ["partner"]
    assert codes(bound(works), by_name) == ["partner"]


def test_the_same_land_counts_only_when_the_call_forbids_it():
    local = replace(GERDA, land="BB")
    assert codes(local) == ["same_land"]
    assert codes(local, replace(CASE, same_land_allowed=True)) == []


def test_whoever_works_in_the_office_does_not_review():
    assert codes(replace(GERDA, in_office=True)) == ["in_office"]


def test_a_full_or_absent_reviewer_cannot_be_assigned():
    assert codes(replace(GERDA, load=5)) == ["full"]
    assert codes(replace(GERDA, hindrance="Ist abwesend.")) == ["unavailable"]


def test_an_earlier_assignment_of_the_pair_is_named():
    before = replace(CASE, past={"g": "Ist für diesen Antrag befangen."})
    assert codes(GERDA, before) == ["assigned_before"]


def test_all_reasons_are_named_as_sentences():
    busy = replace(bound(TOWN), land="BB", load=5)
    assert [finding.sentence for finding in obstacles(busy, CASE)] == [
        "Arbeitgeber Stadt Eberswalde stellt diesen Antrag.",
        "Aus demselben Land (BB).",
        "Ausgelastet: 5 von 5 Gutachten.",
    ]


def test_a_guest_of_the_draft_and_whoever_they_work_for_do_not_judge():
    """The person by themselves; their colleagues by the name of the office that advised."""
    reader = replace(GERDA, person_key="p7")
    assert codes(reader, replace(CASE, guest_keys=frozenset({"p7"}))) == ["guest"]
    advised = replace(CASE, guest_bodies=(Body("Planungsbüro Nord"),))
    assert codes(bound(Body("planungsbüro nord", pk=5)), advised) == ["advised"]
