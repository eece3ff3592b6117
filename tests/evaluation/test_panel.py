"""The panel session: quorum, recusals with leave and return, votes, deviations, minutes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Role
from awards.log_export import exceptions
from core.refusals import EditConflict, RuleViolation
from core.snapshots import thaw
from evaluation.actions import minutes, panel, voting
from evaluation.models import PanelItem, PanelPresence, PanelSession, PanelVote
from evaluation.panel_permissions import is_recused, may_discuss
from tests import cast
from tests.evaluation import casting
from tests.evaluation import panel_casting as jury

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return cast.open_call()


@pytest.fixture
def session(version):
    return jury.opened(version)


def test_the_frozen_ranking_is_the_agenda(version):
    session = jury.opened(version, "Eberswalde", "Neustadt")
    places = session.ranking.places.order_by("position")
    agenda = session.items.order_by("number")
    assert [one.candidacy_id for one in agenda] == [one.candidacy_id for one in places]
    assert {one.expected for one in agenda} == {"proposed"}


def test_without_quorum_nothing_is_opened_and_nothing_voted_on(version):
    session = jury.prepared(version)
    for person in (jury.first_member(), jury.second_member()):
        panel.note_presence(jury.seat(session, person), comes=False, by=jury.keeper())
    with pytest.raises(RuleViolation, match="1 im Raum, nötig sind 2"):
        minutes.open_session(session, by=jury.chair())
    panel.note_presence(jury.seat(session, jury.first_member()), comes=True, by=jury.keeper())
    session = minutes.open_session(session, by=jury.chair())
    panel.note_presence(jury.seat(session, jury.first_member()), comes=False, by=jury.keeper())
    voting.call_up(session, [session.items.first()], by=jury.chair())
    with pytest.raises(RuleViolation, match="nicht beschlussfähig"):
        voting.put_motion(session, "proposed", "", by=jury.chair())


def test_a_session_needs_one_chair_and_one_keeper(version):
    with pytest.raises(RuleViolation, match="genau einen Vorsitz"):
        jury.prepared(version, members=jury.jury()[1:])


def test_a_carried_motion_settles_all_its_items_as_ranked(version):
    session = jury.opened(version, "Eberswalde", "Neustadt")
    motion = jury.voted(session, list(session.items.all()))
    assert motion.carried
    assert {one.result for one in session.items.all()} == {"proposed"}
    assert not any(one.deviates for one in session.items.all())


def test_a_deviation_from_rank_needs_a_written_reason(session):
    one = session.items.first()
    voting.call_up(session, [one], by=jury.chair())
    with pytest.raises(RuleViolation, match="weicht von der Rangfolge ab"):
        voting.put_motion(session, "reserve", "  ", by=jury.chair())
    motion = voting.put_motion(session, "reserve", "Zu nah am Nachbarvorhaben.", by=jury.chair())
    voting.cast_vote(motion, "for", by=jury.first_member())
    voting.close_motion(motion, by=jury.chair())
    one = PanelItem.objects.get(pk=one.pk)
    assert (one.result, one.deviation_reason) == ("reserve", "Zu nah am Nachbarvorhaben.")
    listed = exceptions().get(step="deviate_from_rank")
    assert listed.payload["note"].endswith("Zu nah am Nachbarvorhaben.")


def test_the_database_too_refuses_a_deviation_without_reason(session):
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelItem.objects.filter(pk=session.items.first().pk).update(result="reserve")


def test_a_tie_is_decided_as_the_call_says(version):
    session = jury.opened(version)
    motion = jury.voted(session, [session.items.first()], chair="for", first="against")
    assert (motion.carried, motion.by_chair) == (True, True)


def test_a_tie_can_also_mean_no():
    session = jury.opened(cast.open_call(panel_tie_rule="fails"))
    motion = jury.voted(session, [session.items.first()], chair="for", first="against")
    assert not motion.carried
    assert session.items.get(status="called").result == ""


def test_what_the_system_knows_keeps_a_member_out(version):
    town = "Eberswalde"
    cast.person("Maria Mitglied", Role.EDITOR, cast.town(town))
    session = jury.opened(version)
    one, person = jury.item_of(session, town), jury.first_member()
    assert is_recused(one, person)
    assert not may_discuss(one, person)
    voting.call_up(session, [one], by=jury.chair())
    inside = PanelPresence.objects.filter(seat__person=person, left_at=None)
    assert not inside.exists(), "whoever is recused leaves"
    motion = voting.put_motion(session, "proposed", "", by=jury.chair())
    with pytest.raises(PermissionDenied):
        voting.cast_vote(motion, "for", by=person)
    for voter in (jury.chair(), jury.second_member()):
        voting.cast_vote(motion, "for", by=voter)
    voting.close_motion(motion, by=jury.chair())
    assert inside.exists(), "and comes back after the vote"
    motion.refresh_from_db()
    assert person.name not in motion.in_room


def test_a_reviewer_in_the_jury_does_not_vote_on_what_they_judged(version):
    reviewer = casting.pooled(0)
    mine = jury.member(reviewer.person.name)
    session = jury.prepared(version, members=[*jury.jury(), mine])
    assert {r.reason for r in jury.seat(session, reviewer.person).recusals.all()} == {
        "Hat diesen Antrag begutachtet."
    }


def test_a_late_declaration_takes_the_vote_back_and_holds_at_once(session):
    one, person = session.items.first(), jury.first_member()
    voting.call_up(session, [one], by=jury.chair())
    motion = voting.put_motion(session, "proposed", "", by=jury.chair())
    voting.cast_vote(motion, "against", by=person)
    panel.recuse(one, jury.seat(session, person), "Meine Schwester leitet das Amt.", by=person)
    assert not PanelVote.objects.filter(seat__person=person).exists()
    with pytest.raises(PermissionDenied):
        voting.cast_vote(motion, "for", by=person)


def test_only_the_chair_lifts_a_recusal_with_a_reason_and_never_the_own_one(version):
    cast.person("Maria Mitglied", Role.EDITOR, cast.town("Eberswalde"))
    cast.person("Clara Chefin", Role.EDITOR, cast.town("Eberswalde"))
    session = jury.opened(version)
    one = jury.item_of(session, "Eberswalde")
    hers = one.recusals.get(seat__person=jury.first_member())
    with pytest.raises(PermissionDenied):
        panel.decide_recusal(hers, stands=False, reason="Egal.", by=jury.first_member())
    with pytest.raises(RuleViolation):
        panel.decide_recusal(hers, stands=False, by=jury.chair())
    own = one.recusals.get(seat__person=jury.chair())
    with pytest.raises(PermissionDenied):
        panel.decide_recusal(own, stands=False, reason="Egal.", by=jury.chair())
    panel.decide_recusal(hers, stands=False, reason="Seit 2020 nicht mehr tätig.", by=jury.chair())
    assert may_discuss(one, jury.first_member())


def test_nobody_votes_from_outside_the_room_or_without_a_vote(session):
    voting.call_up(session, [session.items.first()], by=jury.chair())
    panel.note_presence(jury.seat(session, jury.second_member()), comes=False, by=jury.keeper())
    motion = voting.put_motion(session, "proposed", "", by=jury.chair())
    with pytest.raises(RuleViolation, match="nicht als anwesend"):
        voting.cast_vote(motion, "for", by=jury.second_member())
    for stranger in (jury.keeper(), cast.officer()):
        with pytest.raises(PermissionDenied):
            voting.cast_vote(motion, "for", by=stranger)


def test_a_vote_may_change_until_the_chair_closes_and_not_after(session):
    voting.call_up(session, [session.items.first()], by=jury.chair())
    motion = voting.put_motion(session, "proposed", "", by=jury.chair())
    for choice in ("against", "for"):
        voting.cast_vote(motion, choice, by=jury.first_member())
    assert PanelVote.objects.get().choice == "for"
    voting.close_motion(motion, by=jury.chair())
    with pytest.raises(RuleViolation, match="wurde nicht gezählt"):
        voting.cast_vote(motion, "against", by=jury.first_member())
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelVote.objects.update(choice="against")


def test_minutes_are_written_by_one_hand_at_a_time(session):
    one = session.items.first()
    minutes.write_minutes(one, "Lange beraten.", 1, by=jury.keeper())
    with pytest.raises(EditConflict):
        minutes.write_minutes(one, "Kurz beraten.", 1, by=jury.keeper())
    with pytest.raises(PermissionDenied):
        minutes.write_minutes(one, "Nicht beraten.", 2, by=jury.chair())


def test_signed_minutes_hold_everything_and_nothing_changes_any_more(session):
    jury.voted(session, [session.items.first()], "reserve", "Doppelt zum Nachbarn.")
    with pytest.raises(PermissionDenied):
        minutes.close_session(session, by=jury.keeper())
    session = jury.recorded(session)
    content = thaw(session.snapshot)
    first = content["items"][0]
    assert (first["result"], first["deviation_reason"]) == ("Reserve", "Doppelt zum Nachbarn.")
    assert first["motions"][0]["for"] == 2
    assert len(first["motions"][0]["in_room"]) == 3
    assert [one["sent_by"] for one in content["seats"]] == ["Deutscher Städtetag"] * 4
    for rows in (PanelSession, PanelItem, PanelPresence):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.objects.all().delete()
    with pytest.raises(RuleViolation):
        minutes.write_minutes(session, "Nachtrag", session.version, by=jury.keeper())


def test_who_closed_the_session_does_not_sign_its_minutes(version):
    members = jury.jury()
    session = jury.opened(version, members=members)
    minutes.close_session(session, by=jury.chair())
    with pytest.raises(PermissionDenied):
        minutes.record_minutes(session, by=jury.chair())


def test_items_left_over_are_the_agenda_of_the_next_session(version):
    session = jury.opened(version, "Eberswalde", "Neustadt")
    jury.voted(session, [session.items.first()])
    jury.recorded(session)
    again = panel.Appointment(session.held_on, "Online", jury.jury())
    second = panel.prepare_session(session.ranking, again, by=cast.officer())
    assert second.items.count() == 1


def test_sessions_are_seen_by_office_and_members_only(session):
    seen = PanelSession.objects.visible_to
    assert seen(cast.officer()).exists()
    assert seen(jury.first_member()).exists()
    stranger = jury.member("Sina Fremd").person
    assert not seen(stranger).exists()
    assert not seen(cast.editor()).exists()
    person = jury.first_member()
    person.memberships.update(valid_until=session.held_on.replace(year=2020))
    assert not seen(jury.first_member()).exists()


def test_everybody_of_the_session_sees_the_page_of_their_role(session, client):
    pages = (f"/jury/sitzung/{session.key}/", f"/jury/punkt/{session.items.get().key}/")
    for person, words in (
        (jury.chair(), "1 Punkt ohne Befangenheit aufrufen"),
        (jury.keeper(), "Protokoll speichern"),
        (jury.first_member(), "Zurzeit ist kein Punkt aufgerufen."),
    ):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        shown = [client.get(page) for page in pages]
        assert [one.status_code for one in shown] == [200, 200]
        assert words in shown[0].content.decode()
    minutes_pdf = client.get(f"/jury/sitzung/{session.key}/protokoll.pdf")
    assert minutes_pdf.content.startswith(b"%PDF")
