"""`lachan run FILE access` as scripts rely on it, and a sentence for each input that cannot be."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.project import Project
from data.store import Store
from tests.app.travel_projects import everywhere, places, raster, two_communes

Lachan = Callable[..., object]


def kept(folder: Path, project: Project) -> Path:
    path = folder / "p.lachan"
    with Store.create(path, project):
        return path


def test_the_line_of_the_contract_prints_one_json_object(lachan: Lachan, tmp_path: Path) -> None:
    file = kept(tmp_path, two_communes(facilities=places({})))
    settings = ("limit=60", "mode=motorbike", "season=rain", "resolution=500")
    ran = lachan("run", file, "access", *(word for each in settings for word in ("--set", each)), "--json")
    assert ran.code == 0, ran.err  # type: ignore[attr-defined]
    said = json.loads(ran.out)  # type: ignore[attr-defined]
    assert said["analysis"] == "access"
    assert {"limit": 60, "mode": "motorbike", "season": "rain"}.items() <= said["parameters"].items()
    columns = [column["name"] for column in said["tables"]["communes"]["columns"]]
    assert columns[:4] == ["name", "share_within", "children_within", "children_beyond"]
    assert [row[columns.index("children")] for row in said["tables"]["communes"]["rows"]] == [1000, 500]
    assert said["denominator"]["total"] == 1500


@pytest.mark.parametrize(
    ("project", "settings", "sentence"),
    [
        (two_communes(rasters=raster("elevation", everywhere(1.0), west=20.0)), (), "does not touch the area"),
        (two_communes(rasters=raster("population", everywhere(-1))), (), "has no data in the area"),
        (two_communes(rasters=raster("land_cover", everywhere(33))), (), "does not list the land cover classes 33"),
        (two_communes(), ("friction=raster",), "no raster of the role friction"),
        (two_communes(), ("services=tent",), "services"),
        (two_communes(), ("mode=boat",), "walking | bicycle | motorbike | car"),
        (two_communes(), ("resolution=0",), "resolution"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    lachan: Lachan, tmp_path: Path, project: Project, settings: tuple[str, ...], sentence: str
) -> None:
    words = [word for each in settings for word in ("--set", each)]
    ran = lachan("run", kept(tmp_path, project), "access", *words)
    assert ran.code != 0  # type: ignore[attr-defined]
    assert sentence in ran.err  # type: ignore[attr-defined]
    assert "Traceback" not in ran.err  # type: ignore[attr-defined]


def test_a_raster_whose_file_has_changed_is_refused(lachan: Lachan, tmp_path: Path) -> None:
    rows = raster("population", everywhere(1.0)).assign(sha256="0" * 64)
    ran = lachan("run", kept(tmp_path, two_communes(rasters=rows)), "access")
    assert ran.code != 0  # type: ignore[attr-defined]
    assert "Traceback" not in ran.err  # type: ignore[attr-defined]
    assert "population.tif" in ran.err  # type: ignore[attr-defined]
