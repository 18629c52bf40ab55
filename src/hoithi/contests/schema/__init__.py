"""The shape of a plan (kế hoạch): what a contest is, as strict data. Kinds validate their own tables (`registry`)."""

from hoithi.contests.schema.plan import Plan

__all__ = ["Plan"]
