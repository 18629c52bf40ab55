"""The five signed plans and three invented contests, as files."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
SIGNED = sorted((ROOT / "plans").glob("*.toml"))
INVENTED = sorted((Path(__file__).parent / "files").glob("*.toml"))
EVERY = [*SIGNED, *INVENTED]

MINIMAL = """\
slug = "thu"
title = "Cuộc thi thử"
short_title = "Thi thử"
year = 2026
organiser = { name = "Ủy ban nhân dân xã Thử" }
codes = { prefix = "TH" }

[[group]]
key = "nguoi-dan"
title = "Người dân"
subject = "person"

[[part]]
key = "thi"
kind = "quiz"
title = "Thi"
opens = 2026-03-01
closes = 2026-03-31
quiz = { questions = 10, time_limit_min = 10, attempts = 1 }

[[standing]]
key = "chung"
title = "Chung"
subject = "person"
formula = "lexicographic"
terms = [{ key = "correct", title = "Số câu đúng", part = "thi", measure = "correct" }]

[[prize]]
key = "nhat"
title = "Giải nhất"
standing = "chung"
quantity = 1
cash = 100000
"""
