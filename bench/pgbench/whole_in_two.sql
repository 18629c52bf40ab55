-- A whole attempt in 2 commits: start; one statement that keeps ten answers, marks and ends.
\set person random(1, 1000000000)
\set c0 random(1, 4)
\set c1 random(1, 4)
\set c2 random(1, 4)
INSERT INTO sitting (person) VALUES (:person) RETURNING id \gset
WITH sent (pos, choice) AS (VALUES (1, :c1::smallint), (2, :c2::smallint), (3, :c0::smallint), (4, :c1::smallint), (5, :c2::smallint), (6, :c0::smallint), (7, :c1::smallint), (8, :c2::smallint), (9, :c0::smallint), (10, :c1::smallint)), closed AS (
    UPDATE sitting SET ended = now(), correct = (
        SELECT count(*) FROM sent JOIN item USING (pos) WHERE sent.choice = item.answer
    ) WHERE id = :id AND ended IS NULL AND now() < deadline RETURNING id
)
INSERT INTO reply (sitting, pos, choice) SELECT closed.id, sent.pos, sent.choice FROM closed, sent
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
