"""Our order of names beside that of the Unicode library Qt carries (ICU), on every name of a commune."""

from functools import cmp_to_key

from PySide6.QtCore import QCollator, QLocale

from app.names import alphabetical
from data.admin_units import communes, provinces


def test_all_communes_of_the_country_stand_in_the_order_of_icu() -> None:
    names = {name for province in provinces()["code"] for name in communes(province)["name"]}
    assert len(names) > 2000
    icu = QCollator(QLocale("vi_VN"))
    assert sorted(names, key=alphabetical) == sorted(sorted(names), key=cmp_to_key(icu.compare))
