-- A vote and nothing else: one guarded row, one commit.
\set person random(1, 1000000000)
\set work random(1, 100)
INSERT INTO ballot (person, work) SELECT :person, id FROM work WHERE id = :work AND state = 'published'
ON CONFLICT DO NOTHING;
