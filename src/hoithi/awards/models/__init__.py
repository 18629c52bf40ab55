"""What becomes of prizes."""

from hoithi.awards.models.awards import Award

__all__ = ["Award"]
