"""Rehearsals of whole contests (diễn tập): from the plan to the prizes on a virtual clock."""
