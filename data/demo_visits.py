"""The demo's inspection visits and what they led to, all simulated: findings, recommendations both ways, their ends.

No person is named: an owner is an office. Every text ends with the mark of what is simulated.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.admin_units import VINTAGE
from data.demo_figures import standardised
from data.demo_places import SIMULATED
from data.demo_staff import END

FIRST_DAY, LAST_DAY = "2021-01-04", "2025-12-19"
MEAN_VISITS = 1.8
VISITS_LOST_WITH_DISTANCE = 0.35
TEAMS = ("Đoàn kiểm tra liên ngành tỉnh", "Đoàn kiểm tra Sở Y tế", "Đoàn giám sát Hội đồng nhân dân tỉnh")
ANSWERED = 0.6
"""Share of visits after which the commune asks something of the province."""
MONTHS_TO_ACT = (3, 6, 12)
DAYS_PER_MONTH = 30
MEAN_DAYS_OPEN = 540.0
NOT_YET = 0.25
"""Share of findings of which nothing was noted."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a team finds, what it asks of the commune and of whose office, and what the commune asks of the province."""

    found: str
    asked: str
    owner: str
    asked_back: str
    asked_of: str
    owner_back: str


CHAIR, POLICE, STATION = "Chủ tịch UBND", "Trưởng Công an", "Trưởng Trạm Y tế"
HEALTH, EDUCATION, FINANCE = "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Tài chính"
CHILDREN_DIVISION, BUDGET_DIVISION = "Phòng Dân số – Trẻ em", "Phòng Quản lý ngân sách"

THEMES = (
    Theme(
        "Chưa phân công người tiếp nhận tin báo ngoài giờ",
        "Phân công và công khai người trực tiếp nhận tin báo ngoài giờ", CHAIR,
        "Hỗ trợ kinh phí trực tiếp nhận tin báo ngoài giờ", FINANCE, BUDGET_DIVISION,
    ),
    Theme(
        "Sổ theo dõi vụ việc ghi chưa đủ bước xử lý",
        "Lập lại sổ theo dõi vụ việc theo mẫu thống nhất", CHAIR,
        "Ban hành mẫu sổ theo dõi vụ việc dùng chung", HEALTH, CHILDREN_DIVISION,
    ),
    Theme(
        "Cán bộ bảo vệ trẻ em kiêm nhiều việc, chưa qua tập huấn",
        "Cử cán bộ tham gia lớp tập huấn quản lý trường hợp", CHAIR,
        "Mở lớp tập huấn quản lý trường hợp tại cụm xã", HEALTH, CHILDREN_DIVISION,
    ),
    Theme(
        "Trường học chưa có kênh góp ý, báo tin cho học sinh",
        "Đặt hộp thư góp ý và niêm yết số 111 tại các trường", CHAIR,
        "Hướng dẫn các trường lập kênh báo tin cho học sinh", EDUCATION, "Phòng Chính trị và tư tưởng",
    ),
    Theme(
        "Công an và trạm y tế chưa đối chiếu danh sách vụ việc",
        "Đối chiếu danh sách vụ việc giữa công an và y tế mỗi quý", POLICE,
        "Thống nhất lịch đối chiếu danh sách giữa các ngành", HEALTH, CHILDREN_DIVISION,
    ),
    Theme(
        "Chưa có phương án đưa trẻ đến nơi an toàn ban đêm",
        "Lập phương án đưa trẻ đến nơi an toàn ban đêm", CHAIR,
        "Bố trí kinh phí đi lại cho cán bộ đưa trẻ đến nơi an toàn", FINANCE, BUDGET_DIVISION,
    ),
    Theme(
        "Học sinh bỏ học chưa được đến thăm tại nhà",
        "Lập danh sách và thăm từng học sinh bỏ học", CHAIR,
        "Gửi danh sách học sinh bỏ học hằng tháng cho xã", EDUCATION, "Phòng Giáo dục phổ thông",
    ),
    Theme(
        "Trạm y tế chưa có quy trình khi nghi trẻ bị xâm hại",
        "Áp dụng quy trình tiếp nhận trẻ nghi bị xâm hại tại trạm y tế", STATION,
        "Tập huấn cho trạm y tế về nhận biết trẻ bị xâm hại", HEALTH, "Phòng Nghiệp vụ y",
    ),
)  # fmt: skip


def visits(facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `visits`: fewer the further a commune is from the seat, on working days (eq. 25)."""
    mean = MEAN_VISITS * np.exp(-VISITS_LOST_WITH_DISTANCE * standardised(facts["remoteness_km"]))
    numbers = rng.poisson(mean)
    working_days = pd.bdate_range(FIRST_DAY, LAST_DAY).to_numpy().astype("datetime64[s]")
    days = [np.sort(rng.choice(working_days, number, replace=False)) for number in numbers]
    themes = [rng.permutation(len(THEMES))[np.arange(number) % len(THEMES)] for number in numbers]
    found = [f"{THEMES[theme].found} {SIMULATED}" for own in themes for theme in own]
    noted = pd.Series(found, dtype="str").where(rng.random(len(found)) >= NOT_YET)
    return pd.DataFrame(
        {
            "commune_code": np.repeat(facts["code"].to_numpy(), numbers),
            "vintage": VINTAGE,
            "visited_on": np.concatenate(days),
            "team": rng.choice(TEAMS, len(found)),
            "findings": noted,
        }
    )


def recommendations(facts: pd.DataFrame, made: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `recommendations`: after visits with findings, both ways (eq. 26).

    Parameters
    ----------
    facts : DataFrame
        The communes, from `data.demo_figures.commune_facts`.
    made : DataFrame
        The table `visits`.
    rng : Generator
    """
    names = facts["kind"].str.cat(facts["name"], sep=" ").set_axis(facts["code"])
    noted = made.dropna(subset="findings").reset_index(drop=True)
    themes = [_THEMES[found] for found in noted["findings"]]
    communes = names.loc[noted["commune_code"]].reset_index(drop=True)
    down = noted.assign(
        sender=noted["team"],
        to="UBND " + communes,
        text=[theme.asked for theme in themes],
        owner=pd.Series([theme.owner for theme in themes], dtype="str") + " " + communes,
    )
    back = noted.assign(
        sender="UBND " + communes,
        to=[theme.asked_of for theme in themes],
        text=[theme.asked_back for theme in themes],
        owner=[f"{theme.owner_back}, {theme.asked_of}" for theme in themes],
    )
    rows = pd.concat([down, back[rng.random(len(back)) < ANSWERED]]).sort_index(kind="stable", ignore_index=True)
    ended = _with_ends(rows, rng).drop(columns=["visited_on", "team", "findings"])
    return ended.rename(columns={"sender": "from"})


def _with_ends(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each a due day, and the day it was closed where that is within the demo's years."""
    since = rows["visited_on"].to_numpy().astype("datetime64[D]")
    months = rng.choice(MONTHS_TO_ACT, len(rows)) * DAYS_PER_MONTH
    open_for = 1 + rng.exponential(MEAN_DAYS_OPEN, len(rows)).astype(np.int64)
    closed = pd.Series((since + open_for).astype("datetime64[s]"))
    return rows.assign(
        text=rows["text"] + f" {SIMULATED}",
        due_on=(since + months).astype("datetime64[s]"),
        closed_on=closed.where(closed <= pd.Timestamp(END)),
    )


_THEMES = {f"{theme.found} {SIMULATED}": theme for theme in THEMES}
