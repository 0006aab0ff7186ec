-- When requests that count towards a limit were completed: one row per limit.
CREATE TABLE send_times (
    scope      TEXT PRIMARY KEY,
    completed  BYTEA NOT NULL,  -- microseconds since 1970, 8 bytes each, big endian, oldest first
    expires_at BIGINT NOT NULL  -- microseconds since 1970: when the newest counts no more
);
