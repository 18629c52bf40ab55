-- A whole attempt in 12 commits: start, ten answers saved one by one, hand in and mark.
\set person random(1, 1000000000)
\set c0 random(1, 4)
\set c1 random(1, 4)
\set c2 random(1, 4)
INSERT INTO sitting (person) VALUES (:person) RETURNING id \gset
INSERT INTO reply (sitting, pos, choice)
SELECT id, 1, :c1 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 2, :c2 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 3, :c0 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 4, :c1 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 5, :c2 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 6, :c0 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 7, :c1 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 8, :c2 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 9, :c0 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
INSERT INTO reply (sitting, pos, choice)
SELECT id, 10, :c1 FROM sitting WHERE id = :id AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
UPDATE sitting SET ended = now(), correct = (
    SELECT count(*) FROM reply JOIN item USING (pos) WHERE reply.sitting = :id AND reply.choice = item.answer
) WHERE id = :id AND ended IS NULL AND now() < deadline;
