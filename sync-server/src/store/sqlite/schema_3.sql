-- Who supervised whom, and the last day of it (days since 1970): the grace is counted from there.

CREATE TABLE supervised (
    supervisor TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    worker TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    until_day INTEGER NOT NULL,
    PRIMARY KEY (supervisor, worker)
);
