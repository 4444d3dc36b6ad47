package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// applicationID marks the file as a store: "optn".
const applicationID = 0x6f70746e

// migrations are the steps from one version of the schema to the next; version n
// is what n of them make. They only ever go forward.
var migrations = []string{`
CREATE TABLE tool (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
);
CREATE TABLE machine (
	no    INTEGER PRIMARY KEY AUTOINCREMENT, -- its number in sets; never used again
	tool  INTEGER NOT NULL,
	id    TEXT    NOT NULL,                  -- the pseudonym that the tool sent
	first INTEGER NOT NULL,                  -- day of its first event, days since 1970-01-01
	last  INTEGER NOT NULL,
	UNIQUE (tool, id)
);
CREATE TABLE shape (                       -- all that events have in common but for time and machine
	id          INTEGER PRIMARY KEY,
	tool        INTEGER NOT NULL,
	version     TEXT NOT NULL,
	name        TEXT NOT NULL,
	attrs       TEXT NOT NULL,               -- JSON, keys sorted
	dev         INTEGER NOT NULL,            -- 1: a development version
	run         INTEGER NOT NULL,            -- 1: a run of a command
	failed      INTEGER NOT NULL,
	version_    TEXT NOT NULL,               -- as counted: "(other)" beyond the limits
	os          TEXT NOT NULL,
	command     TEXT NOT NULL,
	platform    TEXT NOT NULL,
	interactive TEXT NOT NULL,
	agent       TEXT NOT NULL,
	install     TEXT NOT NULL,
	outcome     TEXT NOT NULL,
	took        TEXT NOT NULL,
	name_       TEXT NOT NULL,
	used        INTEGER NOT NULL,            -- the last day on which it arrived
	UNIQUE (tool, version, name, attrs)
);
CREATE TABLE event (                       -- the events, in the order of arrival
	seq     INTEGER PRIMARY KEY AUTOINCREMENT,
	id      BLOB    NOT NULL UNIQUE,
	shape   INTEGER NOT NULL,
	machine INTEGER NOT NULL,
	time    INTEGER NOT NULL,                -- nanoseconds since 1970, by the sender's clock
	arrived INTEGER NOT NULL,                -- nanoseconds since 1970, by ours
	args    TEXT,
	err_msg TEXT
);
CREATE TABLE slice (
	id      INTEGER PRIMARY KEY,
	tool    INTEGER NOT NULL,
	dev     INTEGER NOT NULL,
	version TEXT NOT NULL,                   -- '*': any
	os      TEXT NOT NULL,                   -- '*': any
	command TEXT NOT NULL,                   -- '*': any
	dim     TEXT NOT NULL,                   -- '': none
	value   TEXT NOT NULL,
	UNIQUE (tool, dim, version, os, command, value, dev)
);
CREATE TABLE daily (
	slice    INTEGER NOT NULL,
	day      INTEGER NOT NULL,               -- of the event's time, days since 1970-01-01
	chunk    INTEGER NOT NULL,               -- machine number / 8192
	events   INTEGER NOT NULL,
	runs     INTEGER NOT NULL,
	failures INTEGER NOT NULL,
	members  BLOB    NOT NULL,
	PRIMARY KEY (slice, day, chunk)
) WITHOUT ROWID;
CREATE TABLE intake (                      -- when events arrived, and how late
	tool   INTEGER NOT NULL,
	hour   INTEGER NOT NULL,                 -- hours since 1970
	delay  INTEGER NOT NULL,                 -- seconds: an upper bound; below 0: the clock was ahead
	events INTEGER NOT NULL,
	PRIMARY KEY (tool, hour, delay)
) WITHOUT ROWID;
CREATE TABLE refused (                     -- what was not counted
	tool   INTEGER NOT NULL,                 -- 0: unknown
	day    INTEGER NOT NULL,                 -- of arrival
	reason TEXT    NOT NULL,
	events INTEGER NOT NULL,
	PRIMARY KEY (tool, day, reason)
) WITHOUT ROWID;
CREATE TABLE tombstone (
	key  BLOB PRIMARY KEY,                   -- SHA-256 of the tool and the machine's ID
	at   INTEGER NOT NULL,                   -- seconds since 1970
	done INTEGER NOT NULL                    -- 1: nothing of the machine is left
) WITHOUT ROWID;
CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) WITHOUT ROWID;
CREATE VIEW events AS
	SELECT lower(hex(e.id)) AS id, t.name AS tool, s.version_ AS version, s.dev, s.name_ AS name, m.id AS machine,
		e.time / 86400000000000 AS day, (e.time / 86400000000000 + 3) / 7 AS week, e.time AS time, e.arrived AS arrived,
		s.run, s.failed, s.os, s.command, s.platform, s.interactive, s.agent, s.install, s.outcome, s.took,
		s.attrs, e.args, e.err_msg
	FROM event e JOIN shape s ON s.id = e.shape JOIN machine m ON m.no = e.machine JOIN tool t ON t.id = s.tool;
`}

// migrate brings the schema to the version of this program. Before it changes a
// store that has events, it writes a copy of it beside it.
func migrate(ctx context.Context, db *sql.Conn, path string, steps []string) error {
	var id, version, tables int
	for query, into := range map[string]*int{
		"PRAGMA application_id": &id, "PRAGMA user_version": &version, "SELECT count(*) FROM sqlite_master": &tables,
	} {
		if err := db.QueryRowContext(ctx, query).Scan(into); err != nil {
			return err
		}
	}
	switch {
	case tables > 0 && id != applicationID:
		return fmt.Errorf("%w: it is a database of another program", ErrDamaged)
	case version > len(steps):
		return fmt.Errorf("%w: it has version %d, this program knows %d", ErrNewer, version, len(steps))
	case version == len(steps):
		return nil
	case version > 0:
		if err := copyTo(ctx, db, path+".before-version-"+strconv.Itoa(len(steps))); err != nil {
			return fmt.Errorf("backup before the migration: %w", err)
		}
	}
	if _, err := db.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for ; version < len(steps); version++ {
		if _, err := db.ExecContext(ctx, steps[version]); err != nil {
			return rolledBack(ctx, db, fmt.Errorf("migration to version %d: %w", version+1, err))
		}
	}
	for _, pragma := range []string{
		"PRAGMA application_id = " + strconv.Itoa(applicationID), "PRAGMA user_version = " + strconv.Itoa(version), "COMMIT",
	} {
		if _, err := db.ExecContext(ctx, pragma); err != nil {
			return rolledBack(ctx, db, err)
		}
	}
	return nil
}

func rolledBack(ctx context.Context, db *sql.Conn, err error) error {
	_, _ = db.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	return err
}

// copyTo writes a consistent copy of the database to path, whole or not at all.
func copyTo(ctx context.Context, db *sql.Conn, path string) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !os.IsNotExist(err) {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		_ = os.Remove(part)
		return explained(err)
	}
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(part, 0o600); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	_ = dir.Sync() // not every system can
	return nil
}
