-- The least a quiz needs: attempts with a deadline, one row for each answer, the keys to mark them by.
DROP TABLE IF EXISTS reply, sitting, item;
CREATE TABLE item (pos smallint PRIMARY KEY, answer smallint NOT NULL);
INSERT INTO item SELECT n, n % 4 + 1 FROM generate_series(1, 10) AS n;
CREATE TABLE sitting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person bigint NOT NULL,
    epoch int NOT NULL DEFAULT 1,
    started timestamptz NOT NULL DEFAULT now(),
    deadline timestamptz NOT NULL DEFAULT now() + interval '1 day',
    ended timestamptz,
    correct smallint,
    paper text NOT NULL DEFAULT repeat('1,cabd;', 20)
) WITH (fillfactor = 80);
CREATE TABLE reply (
    sitting bigint NOT NULL REFERENCES sitting,
    pos smallint NOT NULL REFERENCES item,
    choice smallint NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sitting, pos)
);
INSERT INTO sitting (person) SELECT n FROM generate_series(1, :sittings) AS n;
CREATE TABLE place (score smallint NOT NULL, ms int NOT NULL, who bigint NOT NULL, label text NOT NULL);
INSERT INTO place
SELECT random() * 20, random() * 900000, n, 'Đặng Thị Ví Dụ' FROM generate_series(1, :sittings) AS n;
CREATE INDEX place_order ON place (score DESC, ms, who) INCLUDE (label);
VACUUM ANALYZE;
