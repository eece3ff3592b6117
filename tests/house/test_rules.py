"""The code keeps the house rules, and each rule is shown to find what breaks it."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignObject

from core.step_names import STEP_NAMES
from tests.house import rules, source

CODE = [path for path in source.files() if path.parts[-2:] != ("core", "jobs_model.py")]


@pytest.mark.parametrize("rule", [rules.too_long, rules.named_badly], ids=lambda r: r.__name__)
def test_every_file_keeps_the_rule(rule):
    assert [fault for path in source.files() for fault in rule(path)] == []


def test_only_actions_core_and_demo_save():
    found = [fault for path in CODE for fault in rules.writes_outside_actions(path)]
    assert found == []


def test_a_status_is_never_assigned_or_bulk_updated():
    exempt = {source.ROOT / "core/workflow.py", source.ROOT / "core/jobs.py"}
    found = [f for path in CODE if path not in exempt for f in rules.moves_a_status(path)]
    assert found == []


def test_foreign_keys_point_downhill():
    uphill = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in source.DOWNHILL
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject)
        and source.DOWNHILL.get(field.related_model._meta.app_label, 0)
        > source.DOWNHILL[model._meta.app_label]
    ]
    assert uphill == []


def test_core_points_at_nobody():
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("core").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject) and field.related_model._meta.app_label != "core"
    ]
    assert pointing == []


def test_every_audited_step_has_a_german_name():
    unnamed = {
        node.args[1].value: source.place(path, node)
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "audit.record"
        and isinstance(node.args[1], ast.Constant)
        and node.args[1].value not in STEP_NAMES
    }
    assert unnamed == {}


BROKEN = {
    rules.too_long: "def long():\n" + "    x = 1\n" * 30,
    rules.named_badly: "def handle_click(data):\n    return data\n",
    rules.writes_outside_actions: "def page(record):\n    record.save()\n",
    rules.moves_a_status: "def page(record):\n    record.status = 'done'\n",
}


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_each_rule_finds_what_breaks_it(rule, tmp_path, monkeypatch):
    monkeypatch.setattr(source, "ROOT", tmp_path)
    broken = Path(tmp_path / "views_of_something.py")
    broken.write_text(BROKEN[rule], encoding="utf-8")
    assert list(rule(broken))
