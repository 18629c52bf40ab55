"""LSAT, section 6: 1 000 people, five questions, as counts of response patterns (Bock & Lieberman 1970, table 1).

What is known of it is printed by the authors and again by R's package ltm (`descript(LSAT)`): shares correct .924 .709
.553 .763 .870, item–rest correlations .113 .153 .173 .144 .122, alpha .295.
"""

# Of 00000, 00001, 00010, …, 11111.
FAILED_FIRST = (3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15)
PASSED_FIRST = (10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298)
PATTERNS = (*FAILED_FIRST, *PASSED_FIRST)

PEOPLE = [tuple(int(bit) for bit in f"{at:05b}") for at, count in enumerate(PATTERNS) for _ in range(count)]
