"""Honest people sitting an invented paper, and a ring that hands one sheet around; everything follows from a seed."""

from __future__ import annotations

import math
from random import Random

from hoithi.integrity.rules.similarity import Sheet

QUESTIONS = 30


class Hall:
    """Questions of different difficulty, each with wrong options of different popularity."""

    def __init__(self, seed: int, *, bank: int = QUESTIONS, paper: int = QUESTIONS) -> None:
        self.random = Random(seed)
        self.bank, self.paper = bank, paper
        self.hard = [self.random.gauss(0, 1) for _ in range(bank)]
        weights = [[self.random.expovariate(1) for _ in range(3)] for _ in range(bank)]
        self.popular = [[one / sum(row) for one in row] for row in weights]

    def items(self) -> frozenset[int]:
        return frozenset(self.random.sample(range(self.bank), self.paper))

    def wrong(self, ability: float, items: frozenset[int]) -> dict[int, str]:
        found = {}
        for item in sorted(items):
            if self.random.random() < 1 / (1 + math.exp(ability - self.hard[item])):
                found[item] = self.random.choices("bcd", self.popular[item])[0]
        return found

    def honest(self, count: int) -> list[Sheet]:
        sheets = []
        for number in range(count):
            items = self.items()
            sheets.append(Sheet(number, items, self.wrong(self.random.gauss(1, 1), items)))
        return sheets

    def ring(self, count: int, first: int, slip: float = 0.1) -> list[Sheet]:
        """`count` people who copy one weak sheet, each doing about one question in ten alone."""
        source = self.wrong(-0.3, frozenset(range(self.bank)))
        sheets = []
        for number in range(first, first + count):
            items, alone = self.items(), self.wrong(0.5, frozenset(range(self.bank)))
            wrong = {}
            for item in sorted(items):
                given = alone if self.random.random() < slip else source
                if item in given:
                    wrong[item] = given[item]
            sheets.append(Sheet(number, items, wrong))
        return sheets

    def pairs(self, count: int, people: int) -> set[tuple[int, int]]:
        """Pairs that happen to sit near each other."""
        found = set()
        while len(found) < count:
            a, b = sorted(self.random.sample(range(people), 2))
            found.add((a, b))
        return found
