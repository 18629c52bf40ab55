-- What showing a paper asks of the database at the least: a new epoch, committed, and the paper.
\set who random(1, :sittings)
UPDATE sitting SET epoch = epoch + 1 WHERE id = :who AND ended IS NULL RETURNING epoch, paper;
