-- What did not work, from when that was certain until it worked again. Times are microseconds since
-- 1970.
CREATE TABLE incident (
    id              TEXT PRIMARY KEY,
    site            TEXT NOT NULL,
    monitor         TEXT NOT NULL,
    cause           TEXT NOT NULL,
    detail          TEXT NOT NULL,
    since           INTEGER NOT NULL, -- when the first of the checks failed that led to it
    opened_at       INTEGER NOT NULL,
    closed_at       INTEGER,          -- null while it is open
    told            INTEGER NOT NULL, -- 1 once somebody was told
    held_by         TEXT,             -- what kept it from being told
    reminders       INTEGER NOT NULL,
    remind_at       INTEGER,
    acknowledged_at INTEGER
) WITHOUT ROWID;

-- One open incident per monitor, whatever happens.
CREATE UNIQUE INDEX incident_open ON incident (site, monitor) WHERE closed_at IS NULL;
CREATE INDEX incident_opened ON incident (opened_at, id);
CREATE INDEX incident_closed ON incident (closed_at) WHERE closed_at IS NOT NULL;

-- How monitors' conditions changed, in the order in which that was written.
CREATE TABLE transition (
    seq            INTEGER PRIMARY KEY,
    site           TEXT NOT NULL,
    monitor        TEXT NOT NULL,
    time           INTEGER NOT NULL,
    from_condition TEXT NOT NULL,
    to_condition   TEXT NOT NULL,
    cause          TEXT NOT NULL, -- empty where nothing failed
    detail         TEXT NOT NULL,
    incident       TEXT           -- the one it belongs to, if one was open
);

CREATE INDEX transition_time ON transition (time);
CREATE INDEX transition_monitor ON transition (site, monitor, time);
CREATE INDEX transition_incident ON transition (incident) WHERE incident IS NOT NULL;
