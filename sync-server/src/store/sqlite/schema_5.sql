-- The organisation's keys, oldest first, and what they certified. Only the newest key has its seed.

CREATE TABLE root_key (
    number INTEGER PRIMARY KEY,
    public BLOB NOT NULL UNIQUE,
    seed BLOB,
    made_at INTEGER NOT NULL,
    by_old BLOB,
    by_new BLOB
);

CREATE TABLE certificate (
    serial INTEGER PRIMARY KEY,
    device TEXT NOT NULL REFERENCES device ON DELETE CASCADE,
    bytes BLOB NOT NULL,
    signature BLOB NOT NULL
);
