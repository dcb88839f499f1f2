CREATE TABLE run (
    id           INTEGER PRIMARY KEY,
    account      TEXT NOT NULL,
    marketplace  TEXT NOT NULL,
    day          TEXT NOT NULL,
    excess_pct   REAL CHECK (excess_pct >= 0),
    sell_through REAL CHECK (sell_through >= 0),
    stranded_pct REAL CHECK (stranded_pct >= 0),
    in_stock_pct REAL CHECK (in_stock_pct >= 0),
    points       REAL NOT NULL CHECK (points BETWEEN 0 AND 1000),
    low          REAL NOT NULL CHECK (low BETWEEN 0 AND 1000),
    high         REAL NOT NULL CHECK (high BETWEEN 0 AND 1000),
    model        TEXT NOT NULL,
    partial      INTEGER NOT NULL CHECK (partial IN (0, 1)),
    recorded_at  TEXT NOT NULL,
    UNIQUE (account, marketplace, day)
) STRICT;

CREATE TABLE run_source (
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    path   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    hash   TEXT NOT NULL
) STRICT;
CREATE INDEX run_source_run ON run_source (run_id);

-- Every figure ever noted; rows are only added, or marked as taken back. `batch` is one call of `ipi log`.
CREATE TABLE entry (
    id           INTEGER PRIMARY KEY,
    batch        INTEGER NOT NULL,
    account      TEXT NOT NULL,
    marketplace  TEXT NOT NULL,
    week         TEXT NOT NULL,
    day          TEXT NOT NULL,
    score        REAL CHECK (score BETWEEN 0 AND 1000),
    excess_pct   REAL CHECK (excess_pct BETWEEN 0 AND 100),
    sell_through REAL CHECK (sell_through >= 0),
    stranded_pct REAL CHECK (stranded_pct BETWEEN 0 AND 100),
    in_stock_pct REAL CHECK (in_stock_pct BETWEEN 0 AND 100),
    noted_at     TEXT NOT NULL,
    undone_at    TEXT
) STRICT;
CREATE INDEX entry_week ON entry (account, marketplace, week);

-- What counts: the newest entry of each week that was not taken back.
CREATE VIEW official AS
SELECT * FROM entry WHERE id IN
    (SELECT max(id) FROM entry WHERE undone_at IS NULL GROUP BY account, marketplace, week);

PRAGMA application_id = 0x69706968;
PRAGMA user_version = 1;

INSERT INTO run VALUES (1, 'default', 'US', '2026-06-23', 12.0, 1.5, 0.5, 95.0, 500.0, 400.0, 600.0, 'old', 0, '2026-06-23T08:00:00Z');
INSERT INTO run VALUES (2, 'default', 'US', '2026-06-30', 11.0, 1.6, NULL, 96.0, 510.5, 410.5, 610.5, 'old', 0, '2026-06-30T08:00:00Z');
INSERT INTO run_source VALUES (2, 'a.csv', 'ledger', '00ff');
INSERT INTO entry VALUES (1, 1, 'default', 'US', '2026-06-22', '2026-06-24', 505.0, NULL, NULL, NULL, NULL, '2026-06-24T08:00:00Z', NULL);
INSERT INTO entry VALUES (2, 2, 'default', 'US', '2026-06-29', '2026-06-30', 1.0, NULL, NULL, NULL, NULL, '2026-06-30T08:00:00Z', '2026-06-30T08:01:00Z');
