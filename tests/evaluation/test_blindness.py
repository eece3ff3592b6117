"""No byte that a reviewer can fetch holds another review or an unassigned application."""

import re
from contextlib import suppress

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from applications.actions.correspondence import begin_conversation
from applications.checks.correspondence import Words
from applications.models import Answer, Application
from core.models import OutboxMail
from evaluation import actions
from evaluation.models import Assignment, Candidacy
from tests import cast
from tests.evaluation import casting
from tests.evaluation.canary import legible

pytestmark = [pytest.mark.django_db, pytest.mark.once]


FILLED = {"document": "x", "code": "I1", "step": "beginnen"}


def addresses(candidacies, assignments, slug: str) -> list[str]:
    """Return every address of this app for these records, its included parts too."""
    keys = [record.key for record in (*candidacies, *assignments)]
    found = []
    for pattern in flat(get_resolver("evaluation.urls").url_patterns):
        names = parts_of(pattern)
        for key in keys if "key" in names else [""]:
            known = {"key": key, "slug": slug, **FILLED}
            for step in steps_of(pattern) or [FILLED["step"]]:
                parts = {name: known.get(name, key) for name in names}
                parts |= {"step": step} if "step" in names else {}
                found.append(reverse(pattern.name, kwargs=parts))
    return found


def parts_of(pattern: URLPattern) -> set[str]:
    return set(pattern.pattern.converters) or set(pattern.pattern.regex.groupindex)


def steps_of(pattern: URLPattern) -> list[str]:
    """Return the steps that an address names in its pattern: (?P<step>one|other)."""
    named = re.search(r"\(\?P<step>([^)]*)\)", str(pattern.pattern))
    return named[1].split("|") if named and "+" not in named[1] else []


def flat(patterns) -> list[URLPattern]:
    """Return all addresses, those of included parts too."""
    found = []
    for one in patterns:
        found += [one] if isinstance(one, URLPattern) else flat(one.url_patterns)
    return found


def everything_fetched_by(person, urls) -> str:
    client = Client()
    client.force_login(person)
    pages = []
    for url in urls:
        for answer in (client.get(url, follow=True), client.post(url, follow=True)):
            pages.append(legible(answer))
    return "".join(pages)


@pytest.fixture
def world():
    """Gerda and Gero judge Eberswalde; Gesa and Gero judge Cham."""
    version = cast.open_call()
    people = {name: casting.reviewer(name) for name in ("Gerda", "Gero", "Gesa")}
    one = casting.in_review(version, people["Gerda"], people["Gero"])
    other = casting.in_review(version, people["Gesa"], people["Gero"], name="Cham")
    for candidacy in (one, other):
        for assignment in candidacy.assignments.all():
            word = f"KANARIE-{assignment.reviewer}-{candidacy.application.organisation}"
            judgements = casting.judgements(version) | {"I1": casting.secret(word)}
            by = assignment.reviewer.person
            review = actions.record_review(assignment, by=by, version=0, judgements=judgements)
            if assignment.reviewer != people["Gerda"]:
                actions.submit_review(review, by=by)
    return version, people


def test_a_reviewer_fetches_neither_other_reviews_nor_other_applications(world):
    version, people = world
    urls = addresses(Candidacy.objects.all(), Assignment.objects.all(), version.call.slug)
    seen = everything_fetched_by(people["Gerda"].person, urls)
    assert "KANARIE-Gerda-Eberswalde" in seen, "one's own review is there"
    assert "Eberswalde beschreibt" in seen, "and the application to read"
    assert "KANARIE-Gero" not in seen
    assert "KANARIE-Gesa" not in seen
    assert "Cham" not in seen


def test_not_even_after_handing_in_and_closing(world):
    version, people = world
    gerda = Assignment.objects.get(reviewer=people["Gerda"])
    actions.submit_review(gerda.review, by=people["Gerda"].person)
    actions.close_reviews(version, by=cast.officer())
    urls = addresses(Candidacy.objects.all(), Assignment.objects.all(), version.call.slug)
    seen = everything_fetched_by(people["Gerda"].person, urls)
    assert "KANARIE-Gerda-Eberswalde" in seen
    assert "KANARIE-Gero" not in seen
    assert "Cham" not in seen


def test_content_stays_locked_until_the_declaration_and_after_a_late_conflict(world):
    version, people = world
    new = casting.reviewer("Gina")
    one = Candidacy.objects.get(application__organisation__name="Eberswalde")
    assignment = actions.assign_reviewer(one, new, by=cast.officer())
    urls = addresses([one], [assignment], version.call.slug)
    before = everything_fetched_by(new.person, urls)
    assert "Kühle Wege für Eberswalde" in before
    assert "Eberswalde beschreibt" not in before
    actions.declare(assignment, by=new.person, answer="clear")
    assert "Eberswalde beschreibt" in everything_fetched_by(new.person, urls)
    actions.declare(assignment, by=new.person, answer="conflict", reason="Auftrag")
    assert "Eberswalde beschreibt" not in everything_fetched_by(new.person, urls)


@pytest.mark.once
def test_no_address_of_the_whole_site_shows_another_review_or_application(world):
    """Pages, files, API, searches and orders, with the keys of what is not hers; and all mails."""
    version, people = world
    gerda = people["Gerda"].person
    cham = Application.objects.get(organisation__name="Cham")
    theirs = cham.candidacy.assignments.get(reviewer=people["Gesa"])
    hers = Assignment.objects.get(reviewer=people["Gerda"])
    write_letters()
    others = [one.key for one in (cham, cham.candidacy, theirs, theirs.reviewer, hers)]
    client = Client()
    client.force_login(gerda)
    seen = []
    for url in every_address(others, version.call.slug):
        answer = client.get(url, {"q": "Cham", "sort": "-kommune", "page": "2"})
        seen.append(legible(answer))
    mails = OutboxMail.objects.filter(recipient=gerda.email).values_list("subject", "body")
    everything = "".join([*seen, str(list(mails))])
    assert len(seen) > 100
    assert "KANARIE-Gerda-Eberswalde" in everything, "one's own review is among it"
    for canary in ("KANARIE-Gero", "KANARIE-Gesa", "Cham beschreibt", "Kühle Wege für Cham"):
        assert canary not in everything
    assert "KANARIE-Brief" not in everything, "nor what office and municipality write"


def write_letters() -> None:
    """Let office and both towns write to each other."""
    for application in Application.objects.all():
        words = Words("KANARIE-Brief", once=application.key)
        begin_conversation(application, "KANARIE-Brief", words, by=cast.officer())


def every_address(keys, slug: str, resolver=None) -> list[str]:
    """Return every address of the site that takes no part, a slug or one key."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            found += every_address(keys, slug, pattern)
            continue
        parts = sorted(pattern.pattern.converters)
        if pattern.name is None or "logout" in pattern.name:
            continue
        wanted = {0: [()], 1: [(slug,)] if parts == ["slug"] else [(key,) for key in keys]}
        for arguments in wanted.get(len(parts), []):
            with suppress(NoReverseMatch):
                found.append(reverse(pattern.name, args=arguments))
    return found


def test_an_officer_who_also_reviews_is_blind_until_the_own_review_is_in(world):
    _, people = world
    one = Candidacy.objects.get(application__organisation__name="Eberswalde")
    both = cast.person("Gerda", "officer")
    urls = [reverse(name, args=[one.key]) for name in ("candidacy", "candidacy_history")]
    assert "KANARIE-Gero" not in everything_fetched_by(both, urls)
    gerda = one.assignments.get(reviewer=people["Gerda"])
    actions.submit_review(gerda.review, by=people["Gerda"].person)
    assert "KANARIE-Gero-Eberswalde" in everything_fetched_by(both, urls)


def test_reviewers_read_what_was_submitted_not_what_is_stored_later(world):
    _, people = world
    Answer.objects.update(value="NACHTRÄGLICH")
    gerda = Assignment.objects.get(reviewer=people["Gerda"])
    seen = everything_fetched_by(people["Gerda"].person, [reverse("review", args=[gerda.key])])
    assert "Eberswalde beschreibt integration." in seen
    assert "NACHTRÄGLICH" not in seen
