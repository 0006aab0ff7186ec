-- Monitors of which there is a history. newest is when the last of the folded samples was taken, in
-- milliseconds since 1970.
CREATE TABLE history_monitor (
    id      BIGINT PRIMARY KEY, -- below 2^24
    site    TEXT NOT NULL,
    monitor TEXT NOT NULL,
    folded  BIGINT NOT NULL,    -- its samples up to this row of the journal are in the segments
    newest  BIGINT NOT NULL,
    UNIQUE (site, monitor)
);

-- What checks found and is in no segment yet: all monitors' samples of about a second in a row.
CREATE TABLE history_journal (
    seq  BIGINT PRIMARY KEY,
    body BYTEA NOT NULL
);

-- The segments. id is the segment's number since 1970, times 2^24, plus the monitor's id: what is
-- written at the same time lies together, and what is old is a range at the beginning.
CREATE TABLE history_raw (
    id   BIGINT PRIMARY KEY,
    body BYTEA NOT NULL -- samples of ten minutes
);

CREATE TABLE history_minute (
    id   BIGINT PRIMARY KEY,
    body BYTEA NOT NULL -- buckets of an hour
);

CREATE TABLE history_hour (
    id   BIGINT PRIMARY KEY,
    body BYTEA NOT NULL -- buckets of a day
);

CREATE TABLE history_day (
    id   BIGINT PRIMARY KEY,
    body BYTEA NOT NULL -- buckets of thirty days
);
