"""The audit court reads everything, its reading is logged, and no cut of the log goes unseen."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.actions import overseeing
from awards.actions.auditing import READ, make_daily_root
from awards.log_export import SCRIPT, lines, root_lines
from awards.log_roots import proof_of
from awards.models import DailyRoot
from awards.shipped.check_log import is_included, leaf_hash, tree_hash
from core import clock
from core.models import AuditEvent, AuditHead
from rulebook.receipts import canonical_json, chain, merkle_proof, merkle_root
from tests import cast
from tests.awards import running
from tests.awards.test_oversight import PIECE

pytestmark = pytest.mark.django_db
FIRST = date(2027, 3, 1)


@pytest.fixture
def award():
    return running.award()


def readings():
    return AuditEvent.objects.filter(step=READ).order_by("pk")


def test_what_an_auditor_reads_is_written_down_with_name_and_address(client, award):
    client.force_login(cast.auditor())
    client.get(reverse("award", args=[award.key]))
    client.get(reverse("overview_xlsx") + "?q=Ebers")
    page, file = readings()
    assert page.payload["after"]["page"].startswith("Zuwendung ")
    assert page.payload["after"]["path"] == f"/zuwendung/{award.key}/"
    assert file.payload["after"]["page"].startswith("VV-Nr-9-")
    assert {page.actor_key, file.actor_key} == {cast.auditor().actor_key}
    client.force_login(cast.officer())
    html = client.get(reverse("readings")).content.decode()
    assert "Bruno Bericht" in html and f"/zuwendung/{award.key}/" in html
    assert "VV-Nr-9" not in client.get(f"{reverse('readings')}?q=zuwendung").content.decode()


def test_others_are_not_watched_and_refusals_are_no_reading(client, award):
    for person in (cast.officer(), cast.editor()):
        client.force_login(person)
        client.get(reverse("award", args=[award.key]))
    client.force_login(cast.auditor())
    client.get(reverse("award", args=["gibtsnicht22"]))
    client.post(reverse("stop_payments", args=[award.key]), {"note": "x"})
    assert not readings().exists()


def test_the_reading_is_part_of_the_exported_log(client, award):
    client.force_login(cast.auditor())
    answer = client.get(reverse("log_export"))
    log = b"".join(answer.streaming_content).decode()
    assert log.count(f'"step": "{READ}"') == 1, "even the export itself"


# --- Roots ------------------------------------------------------------------------------------


def rooted(award):
    """Three days of changes, each with its root."""
    for day in range(3):
        piece = PIECE | {"name": f"Wagen {day}"}
        overseeing.add_piece(award, piece, by=cast.editor())
        make_daily_root(FIRST + timedelta(days=day))
    return list(lines())


def checked(tmp_path, log, *more):
    """Run the shipped script as an auditor would, on a machine without Allmende."""
    paths = []
    for number, content in enumerate((log, *more)):
        path = tmp_path / (f"{number}.json" if isinstance(content, dict) else f"{number}.jsonl")
        text = json.dumps(content) if isinstance(content, dict) else "".join(content)
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, "-I", str(SCRIPT), *paths]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout


def test_a_root_is_formed_once_a_day_and_holds_only_what_changed(award):
    rooted(award)
    assert make_daily_root(FIRST + timedelta(days=2)) is None
    assert make_daily_root(FIRST) is None, "the past is closed"
    first, *_, last = DailyRoot.objects.order_by("day")
    assert first.chains == last.chains and last.entries == first.entries + 2
    log = [json.loads(line) for line in lines()]
    changed = [len(entry["changed"]) for entry in log if "root" in entry]
    assert changed == [first.chains, 1, 1]


def test_an_untouched_log_fits_its_roots_and_those_that_were_kept(tmp_path, award):
    log = rooted(award)
    assert checked(tmp_path, log, list(root_lines())) == (
        0,
        "Alles ist vollständig und unverändert.\n",
    )


def entries_of(log, award):
    """Return the places of the award's entries in the log."""
    return [p for p, line in enumerate(log) if f'"record": "awards.award:{award.key}"' in line]


def rewritten(log, award, keep):
    """Cut the award's chain to so many entries and forge its head, as a clever thief would."""
    places = entries_of(log, award)
    left = [line for place, line in enumerate(log) if place not in places[keep:]]
    end = json.loads(log[places[keep - 1]])
    return [
        json.dumps({**json.loads(line), "length": keep, "digest": end["digest"]}) + "\n"
        if f'"head": "awards.award:{award.key}"' in line
        else line
        for line in left
    ]


def test_a_cut_tail_with_a_forged_end_is_named(tmp_path, award):
    log = rooted(award)
    code, said = checked(tmp_path, rewritten(log, award, keep=2))
    assert code == 1
    assert f"awards.award:{award.key}: Am 2027-03-03 waren es 3 Einträge, jetzt sind es 2." in said


def test_a_chain_that_vanished_as_a_whole_is_named(tmp_path, award):
    log = rooted(award)
    places = entries_of(log, award)
    head = f'"head": "awards.award:{award.key}"'
    gone = [x for p, x in enumerate(log) if p not in places and head not in x]
    code, said = checked(tmp_path, gone)
    assert code == 1 and "jetzt sind es 0" in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("changed", "Der Inhalt wurde verändert"),
        ("swapped", "fehlt"),
        ("inserted", "passt nicht zur Kette"),
        ("deleted", "Eintrag 2 fehlt"),
    ],
)
def test_every_other_change_is_named(tmp_path, award, change, sentence):
    log = rooted(award)
    first, second, _ = entries_of(log, award)
    entry = json.loads(log[second])
    if change == "changed":
        log[second] = json.dumps({**entry, "payload": {"after": "nichts"}}) + "\n"
    elif change == "swapped":
        log[first], log[second] = log[second], log[first]
    elif change == "inserted":
        log.insert(second, json.dumps({**entry, "step": "erfunden"}) + "\n")
    else:
        del log[second]
    code, said = checked(tmp_path, log)
    assert code == 1
    assert f"awards.award:{award.key}" in said and sentence in said


def test_a_log_rewritten_as_a_whole_differs_from_the_kept_roots(tmp_path, award):
    """Whoever may write everything recomputes chains and roots; what was kept outside does not."""
    rooted(award)
    kept = list(root_lines())
    forged = []
    for line in kept[:-1]:
        root = json.loads(line)
        forged.append(json.dumps({**root, "value": "0" * 64}) + "\n")
    code, said = checked(tmp_path, list(lines()), [*forged, kept[-1].replace("2027", "2026")])
    assert code == 1
    assert "Die Wurzel vom 2027-03-01 ist nicht die aufbewahrte." in said
    assert "Die aufbewahrte Wurzel vom 2026-03-03 fehlt im Protokoll." in said


def test_a_forged_root_in_the_log_does_not_fit_its_chains(tmp_path, award):
    log = rooted(award)
    place = next(p for p, line in enumerate(log) if '"root": "2027-03-02"' in line)
    log[place] = json.dumps({**json.loads(log[place]), "entries": 1}) + "\n"
    code, said = checked(tmp_path, log)
    assert (code, said) == (
        1,
        "Die Wurzel vom 2027-03-02 passt nicht zu den Ketten, die sie nennt.\n",
    )


def test_one_record_is_proven_under_a_kept_root(client, tmp_path, award):
    rooted(award)
    client.force_login(cast.auditor())
    record = f"awards.award:{award.key}"
    answer = client.get(reverse("log_proof"), {"datensatz": record})
    proof = json.loads(answer.content)
    kept = list(root_lines())
    assert checked(tmp_path, proof, kept)[0] == 0
    code, said = checked(tmp_path, proof | {"length": proof["length"] - 1}, kept)
    assert code == 1 and f"{record}: Die Kette steht nicht unter der Wurzel" in said
    unknown = client.get(reverse("log_proof"), {"datensatz": "awards.award:nie"})
    assert "kennt diesen Datensatz nicht" in unknown.content.decode()
    assert "2027" in client.get(reverse("log_roots")).content.decode()
    assert client.get(reverse("log_roots_file")).content.decode() == "".join(kept)


def test_what_is_written_while_the_file_is_made_does_not_break_it(tmp_path, award):
    rooted(award)
    stream = lines()
    log = [next(stream)]
    overseeing.add_piece(award, PIECE, by=cast.editor())
    log += list(stream)
    assert checked(tmp_path, log)[0] == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=20, unique=True))
def test_the_script_reckons_as_the_rulebook_does(names):
    ends = [[name, place, chain(None, name)] for place, name in enumerate(sorted(names))]
    leaves = [canonical_json(end) for end in ends]
    root = merkle_root(leaves)
    assert tree_hash([leaf_hash(end) for end in ends]) == root
    for place, (record, length, digest) in enumerate(ends):
        steps = [step.hex() for step in merkle_proof(leaves, place)]
        proof = {"record": record, "length": length, "digest": digest, "index": place}
        proof |= {"size": len(ends), "proof": steps, "root": root.hex()}
        assert is_included(proof)
        assert not is_included(proof | {"digest": "0" * 64})


def test_a_root_counts_chains_and_entries(award):
    made = make_daily_root(clock.today())
    assert made.chains == AuditHead.objects.count()
    assert made.entries == AuditEvent.objects.count()
    assert proof_of("awards.award:nie", made) is None
