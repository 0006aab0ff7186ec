-- What every monitor saw last: one row per monitor, one entry per thing it knows.
CREATE TABLE monitor_state (
    id          INTEGER PRIMARY KEY,
    site        TEXT NOT NULL,
    monitor     TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    updated_at  INTEGER NOT NULL, -- milliseconds since 1970
    UNIQUE (site, monitor)
);

CREATE TABLE monitor_entry (
    state_id INTEGER NOT NULL REFERENCES monitor_state (id) ON DELETE CASCADE,
    key      INTEGER NOT NULL,
    body     BLOB NOT NULL,
    PRIMARY KEY (state_id, key)
) WITHOUT ROWID;

-- The event log. seq is the order of writing; id is the event's own.
CREATE TABLE event (
    seq     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    time    INTEGER NOT NULL, -- microseconds since 1970
    source  TEXT NOT NULL,
    type    TEXT NOT NULL,
    subject TEXT NOT NULL,
    body    TEXT NOT NULL     -- the event as JSON, as destinations get it
);

CREATE INDEX event_time ON event (time);
