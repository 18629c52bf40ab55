"""What the pure engine refuses, as facts with their data; the sentences a person reads are written above it."""

from __future__ import annotations

from collections.abc import Iterable


class RuleError(ValueError):
    """Facts and rules do not fit together; nothing was computed."""


class InexactValue(RuleError):
    """A float, or a Decimal that is no number: only int, Fraction and finite Decimal are exact."""

    def __init__(self, value: object) -> None:
        super().__init__(f"not an exact number: {value!r}")
        self.value = value


class DuplicateSubject(RuleError):
    """One subject stands in the facts twice."""

    def __init__(self, subject: str | int) -> None:
        super().__init__(f"{subject!r} appears twice")
        self.subject = subject


class UnknownMeasure(RuleError):
    """A standing asks for a measure that a subject's facts do not carry (unknown values are carried as None)."""

    def __init__(self, measure: str, subject: str | int) -> None:
        super().__init__(f"{subject!r} has no measure {measure!r}")
        self.measure = measure
        self.subject = subject


class MissingTruth(RuleError):
    """A prediction cannot be ranked before the true number is known."""

    def __init__(self, truth: str) -> None:
        super().__init__(f"the true value of {truth!r} is not known")
        self.truth = truth


class InvalidStanding(RuleError):
    """The description of a standing, scale or ladder contradicts itself; `what` is a short code."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class OutOfDomain(RuleError):
    """A value a scale is not defined for, such as a negative one relative to the best."""

    def __init__(self, value: object) -> None:
        super().__init__(f"outside the scale's domain: {value!r}")
        self.value = value


class UnknownSubject(RuleError):
    """The subject does not stand in these places."""

    def __init__(self, subject: str | int) -> None:
        super().__init__(f"{subject!r} is not in this standing")
        self.subject = subject


class NotThisTie(RuleError):
    """A decision must order exactly the subjects that share one place: `expected` is who does."""

    def __init__(self, given: Iterable[str | int], expected: Iterable[str | int]) -> None:
        self.given = tuple(given)
        self.expected = tuple(expected)
        super().__init__(f"decided {self.given!r}, tied are {self.expected!r}")


class KeyOutOfRange(RuleError):
    """A number too large for a rank key (2 to the power of 1008 and more)."""
