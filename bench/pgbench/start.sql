-- A start and nothing else: one row, one commit.
\set person random(1, 1000000000)
INSERT INTO sitting (person) VALUES (:person) RETURNING id;
