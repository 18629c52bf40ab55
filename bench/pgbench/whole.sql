-- A whole attempt in 12 commits: start, ten answers saved one by one, hand in and mark.
\set person random(1, 1000000000)
\set c0 random(1, 4)
\set c1 random(1, 4)
\set c2 random(1, 4)
INSERT INTO sitting (person) VALUES (:person) RETURNING id \gset
-- ten times the statement of save.sql
UPDATE sitting SET ended = now(), correct = (
    SELECT count(*) FROM reply JOIN item USING (pos) WHERE reply.sitting = :id AND reply.choice = item.answer
) WHERE id = :id AND ended IS NULL AND now() < deadline;
