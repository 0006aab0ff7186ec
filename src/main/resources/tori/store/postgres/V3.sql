-- Destinations to which something was ever owed, and how many deliveries are in each state: written
-- in the transaction that changes it, so that no start has to count a million rows.
CREATE TABLE destination (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    pending    BIGINT NOT NULL DEFAULT 0,
    in_flight  BIGINT NOT NULL DEFAULT 0,
    retry_wait BIGINT NOT NULL DEFAULT 0,
    delivered  BIGINT NOT NULL DEFAULT 0,
    failed     BIGINT NOT NULL DEFAULT 0,
    discarded  BIGINT NOT NULL DEFAULT 0, -- in whatever state: counted here and in none of the above
    heads      BIGINT NOT NULL DEFAULT 0  -- the pending ones whose turn it is
);

-- What is owed. id is the order of acceptance; times are microseconds since 1970.
CREATE TABLE delivery (
    id          BIGINT PRIMARY KEY,
    destination INTEGER NOT NULL REFERENCES destination (id),
    key         TEXT NOT NULL,
    event_seq   BIGINT NOT NULL, -- the row of the event log, which is not pruned while this one is here
    entity      TEXT NOT NULL,
    sequence    BIGINT NOT NULL,
    state       INTEGER NOT NULL, -- 0 pending, 1 in flight, 2 waits for a retry, 3 delivered, 4 dead letter
    turn        INTEGER NOT NULL, -- 0 closed, 1 waits behind others of its entity, 2 head of its entity
    failures    INTEGER NOT NULL,
    batch_limit INTEGER NOT NULL,
    due_at      BIGINT NOT NULL, -- 0 unless it waits for a retry
    attempts    INTEGER NOT NULL, -- how many were noted, those no longer kept included
    ambiguous   INTEGER NOT NULL,
    discarded   INTEGER NOT NULL, -- 1 once somebody gave it up
    accepted_at BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    finished_at BIGINT,          -- when it was delivered or discarded; null while it is neither
    via         TEXT,
    reason      TEXT,
    UNIQUE (destination, key)
);

-- Heads by what they wait for: claiming walks this and meets nothing that cannot be claimed.
CREATE INDEX delivery_head ON delivery (destination, state, due_at, id) WHERE turn = 2;

-- The open ones of an entity: the head, and who is next.
CREATE INDEX delivery_entity ON delivery (destination, entity, turn, id) WHERE turn > 0;

CREATE INDEX delivery_dead ON delivery (id) WHERE state = 4 AND discarded = 0;
CREATE INDEX delivery_finished ON delivery (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX delivery_event ON delivery (event_seq);

-- The newest attempts of each delivery.
CREATE TABLE delivery_attempt (
    delivery   BIGINT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    number     BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    via        TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    detail     TEXT NOT NULL,
    status     INTEGER NOT NULL,
    excerpt    TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
);
