"""Maps: every region once, merged Kreise as one, and a text for every colour."""

import json
from itertools import islice

import pytest

from accounts.laender import LAND_OF_KEY
from reporting.boundaries import regions
from reporting.maps import draw, shapes

pytestmark = pytest.mark.once
SOME = 20


def test_every_land_and_every_kreis_is_drawn_once():
    assert [shape.key for shape in shapes("laender")] == sorted(LAND_OF_KEY)
    keys = [shape.key for shape in shapes("kreise")]
    assert len(keys) == len(set(keys)) == 400
    assert {"03159", "16063"} <= set(keys)
    assert not {"03152", "03156", "16056"} & set(keys)


def test_the_shipped_boundaries_are_what_the_import_makes(shared_data):
    for name in ("laender", "kreise"):
        made = regions(json.loads((shared_data / f"{name}.topo.json").read_text()))
        for row, shape in zip(islice(made, SOME), shapes(name), strict=False):
            assert (row["path"], row["name"]) == (shape.path, shape.name)


def test_a_region_says_its_number_and_only_one_with_a_value_is_a_link():
    drawn = draw(("m", "Titel", "Text"), shapes("laender"), {"01": 3, "02": 0}, str)
    texts = {region.text: region.url for region in drawn.regions}
    assert texts["Schleswig-Holstein: 3 Vorhaben"] == "01"
    assert texts["Hamburg: 0 Vorhaben"] == ""
    assert len(drawn.legend) == 4
    assert {region.shade for region in drawn.regions} == {0, 4}


@pytest.mark.parametrize("land", sorted(set(LAND_OF_KEY.values())))
def test_every_land_fills_the_picture(land):
    chosen = [shape for shape in shapes("kreise") if shape.land == land]
    drawn = draw(("m", "", ""), chosen, {})
    assert 100 < drawn.height <= 700
    assert all(0 <= region.x <= 520 and 0 <= region.y <= 700 for region in drawn.regions)
