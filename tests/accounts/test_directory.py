"""The official directory is imported whole, once, and closed where keys vanish."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import import_directory
from accounts.directory import BrokenDirectory, read_edition, shipped_facts, size_class
from accounts.models import Organisation

Kind = Organisation.Kind


def line(satzart, stand, ars, name, **parts):
    """One line of the fixed-width file, as Destatis describes it."""
    seat, code = parts.get("seat", ""), parts.get("code", "")
    text = f"{satzart}{stand}{ars:<12}{name:<50}{seat:<50}{code:<2}    "
    if satzart == "60":
        people, hectares = parts["people"], parts["hectares"]
        text += f"{hectares:011d}{people:011d}{people // 2:011d}    {parts['plz']:<5}{'':5}"
        text += f"{'':15}{parts.get('constituencies', ''):<6}"
    return f"{text:<220}"


def edition(stand="20231130", gone=(), renamed=None):
    lines = [
        line("10", stand, "12", "Brandenburg", seat="Potsdam"),
        line("40", stand, "12060", "Barnim", seat="Eberswalde", code="44"),
        line("50", stand, "12060   5003", "Britz-Chorin-Oderberg", seat="Britz", code="51"),
    ]
    towns = [
        ("120600520000", "Eberswalde", 42_144, 9_350, "16225", "63"),
        ("120600455003", "Chorin", 2_300, 12_200, "16230", "64"),
        ("120600365003", "Britz", 2_200, 1_600, "16230", "64"),
        ("120609990000", "Forst ohne Menschen", 0, 3_000, "", "66"),
    ]
    for ars, name, people, hectares, plz, code in towns:
        if name not in gone:
            shown = (renamed or {}).get(name, name)
            parts = {"people": people, "hectares": hectares, "plz": plz, "code": code}
            parts["constituencies"] = {"Eberswalde": "057058", "Chorin": "057"}.get(name, "")
            lines.append(line("60", stand, ars, shown, **parts))
    return lines


@pytest.fixture
def directory_file(tmp_path):
    def write(lines):
        path = tmp_path / "gv100.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.mark.django_db
def test_municipalities_districts_and_unions_are_imported_with_their_sums(directory_file):
    call_command("import_municipalities", directory_file(edition()))
    town = Organisation.objects.get(name="Chorin")
    assert (town.ags, town.ars, town.land) == ("12060045", "120605003045", "BB")
    assert town.union.name == "Britz-Chorin-Oderberg"
    assert town.union.inhabitants == 4_500
    assert (town.constituencies, town.union.constituencies) == ("|57|", "|57|")
    assert Organisation.objects.get(kind=Kind.DISTRICT).constituencies == "|57|58|"
    assert Organisation.objects.get(kind=Kind.DISTRICT).inhabitants == 46_644


@pytest.mark.django_db
def test_the_size_class_of_a_member_is_that_of_its_union(directory_file):
    call_command("import_municipalities", directory_file(edition()))
    assert Organisation.objects.get(name="Chorin").size_class == size_class(4_500)


@pytest.mark.django_db
def test_uninhabited_areas_do_not_apply(directory_file):
    call_command("import_municipalities", directory_file(edition()))
    names = set(Organisation.objects.may_apply().values_list("name", flat=True))
    assert "Forst ohne Menschen" not in names
    assert {"Eberswalde", "Barnim", "Britz-Chorin-Oderberg"} <= names


@pytest.mark.django_db
def test_a_second_run_changes_nothing(directory_file):
    stand, entries = read_edition(directory_file(edition()))
    assert import_directory(stand, entries).added == 6
    assert import_directory(stand, entries).changed_nothing


@pytest.mark.django_db
def test_a_newer_edition_closes_vanished_keys_and_takes_over_changes(directory_file):
    call_command("import_municipalities", directory_file(edition()))
    newer = edition("20241231", gone=["Britz"], renamed={"Chorin": "Chorin neu"})
    call_command("import_municipalities", directory_file(newer))
    assert Organisation.objects.get(name="Britz").valid_until == date(2024, 12, 30)
    assert Organisation.objects.filter(name="Chorin neu", valid_until=None).exists()


@pytest.mark.django_db
def test_an_older_edition_is_refused(directory_file):
    call_command("import_municipalities", directory_file(edition("20241231")))
    with pytest.raises(CommandError, match="Stand 30.11.2023"):
        call_command("import_municipalities", directory_file(edition("20231130")))


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["6020231130KAPUTT", "9920231130", "60"])
def test_a_broken_line_names_its_number_and_imports_nothing(directory_file, damage):
    path = directory_file([*edition(), "", damage])
    with pytest.raises(CommandError, match=r"Zeile 9 ist nicht lesbar.*nichts übernommen"):
        call_command("import_municipalities", path)
    assert not Organisation.objects.exists()


def test_an_empty_file_is_refused(directory_file):
    with pytest.raises(BrokenDirectory):
        read_edition(directory_file([""]))


def test_the_shipped_facts_cover_every_land_and_size_class():
    stand, entries = shipped_facts()
    assert stand == date(2023, 11, 30)
    assert sum(e.kind == Kind.DISTRICT for e in entries) == 294
    assert len({e.land for e in entries}) == 16
    towns = {e.size_class for e in entries if e.kind == Kind.MUNICIPALITY}
    assert towns >= set(Organisation.SizeClass.values)
    assert len({(e.kind, e.ars) for e in entries}) == len(entries)


@pytest.mark.django_db
def test_the_official_file_of_2023_has_all_inhabitants(shared_data: Path):
    stand, entries = read_edition(shared_data / "GV100AD_20231130.txt")
    towns = [e for e in entries if e.kind == Kind.MUNICIPALITY]
    assert (len(towns), sum(e.inhabitants for e in towns)) == (10_981, 84_358_845)
    assert import_directory(stand, entries).added == len(entries)
