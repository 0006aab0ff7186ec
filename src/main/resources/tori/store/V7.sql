-- Monitors that were added while tori runs. Times are microseconds since 1970.
CREATE TABLE added_monitor (
    seq        INTEGER PRIMARY KEY, -- the order in which they were added
    id         TEXT NOT NULL UNIQUE,
    owner      INTEGER NOT NULL,    -- a user; 0 for somebody on this machine
    operator   INTEGER NOT NULL,    -- 1 if it may tell whom the operator may
    site       TEXT NOT NULL,
    monitor    TEXT NOT NULL,
    document   TEXT NOT NULL,       -- its settings as JSON, secrets included
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (site, monitor)
);
