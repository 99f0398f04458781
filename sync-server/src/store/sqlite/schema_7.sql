-- The key that signs badges, as PKCS #8; made when the first badge is asked for.

CREATE TABLE badge_key (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    pkcs8 BLOB NOT NULL,
    made_at INTEGER NOT NULL
);
