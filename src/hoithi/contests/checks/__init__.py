"""Whether a plan holds together: every reference, count, window and answered question, beyond the shape of its data."""

from hoithi.contests.checks.plan import check_plan
from hoithi.contests.checks.sentences import problems_of

__all__ = ["check_plan", "problems_of"]
