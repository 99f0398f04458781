-- The tables of the first version. Times are milliseconds since 1970; days are days since 1970.

CREATE TABLE version (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    people INTEGER NOT NULL
);
INSERT INTO version VALUES (1, 0);

CREATE TABLE organisation (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    is_demo INTEGER NOT NULL
);

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    job TEXT,
    is_active INTEGER NOT NULL
);
CREATE INDEX person_key ON person (key);

CREATE TABLE person_role (
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (person, role)
);

CREATE TABLE team (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE team_member (
    team TEXT NOT NULL REFERENCES team ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    PRIMARY KEY (team, person)
);
CREATE TABLE team_supervisor (
    team TEXT NOT NULL REFERENCES team ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    PRIMARY KEY (team, person)
);

CREATE TABLE buddy (
    buddy TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    learner TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    from_day INTEGER NOT NULL,
    until_day INTEGER
);

CREATE TABLE device (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    revoked_at INTEGER
);

CREATE TABLE session (
    secret BLOB PRIMARY KEY,
    device TEXT NOT NULL REFERENCES device ON DELETE CASCADE,
    created_at INTEGER NOT NULL
);

CREATE TABLE invite (
    code BLOB PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_by TEXT
);

-- Author and subject are plain texts: a document outlives a person's row until it is erased.
CREATE TABLE document (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    author TEXT,
    subject TEXT NOT NULL,
    period INTEGER,
    registered_at INTEGER NOT NULL,
    heads BLOB NOT NULL
);
CREATE INDEX document_author ON document (author);
CREATE INDEX document_subject ON document (subject);

CREATE TABLE snapshot (
    document BLOB PRIMARY KEY REFERENCES document,
    bytes BLOB NOT NULL
);

-- The number is the receipt's: the order of arrival.
CREATE TABLE chunk (
    number INTEGER PRIMARY KEY,
    document BLOB NOT NULL REFERENCES document,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (document, hash)
);

CREATE TABLE receipt (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document BLOB NOT NULL REFERENCES document,
    hash BLOB NOT NULL,
    person TEXT,
    device TEXT,
    received_at INTEGER NOT NULL,
    clock_wrong INTEGER NOT NULL,
    UNIQUE (document, hash)
);

CREATE TABLE quarantine (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document BLOB NOT NULL,
    bytes BLOB NOT NULL,
    person TEXT NOT NULL,
    device TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
);
