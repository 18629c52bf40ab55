-- One answer, taken only while its sitting is open and in time.
\set who random(1, :sittings)
\set pos random(1, 10)
\set choice random(1, 4)
INSERT INTO reply (sitting, pos, choice)
SELECT id, :pos, :choice FROM sitting WHERE id = :who AND ended IS NULL AND now() < deadline
ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at;
