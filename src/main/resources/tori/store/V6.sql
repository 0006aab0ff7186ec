-- Who may log in. Times are microseconds since 1970.
CREATE TABLE account (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: tokens name it
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL UNIQUE, -- what names that are taken for one have in common
    password   TEXT NOT NULL,        -- its hash
    admin      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    epoch      INTEGER NOT NULL      -- one more ends all tokens
);

-- Tokens that were ended before their time.
CREATE TABLE ended_token (
    id         TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX ended_token_expires ON ended_token (expires_at);

-- What nobody else may know.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- What a user sees is that of one site.
CREATE INDEX incident_site ON incident (site, opened_at, id);
