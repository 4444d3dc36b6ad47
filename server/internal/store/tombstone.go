package store

import (
	"context"
	"crypto/sha256"
	"time"
)

// tombstoneAge is how long events of a deleted machine are refused: the age at
// which a queue drops its events, and a day for clocks.
const tombstoneAge = 15 * day

// deletedBy is how long after its acceptance a deletion is promised to be
// complete. The store itself is done at once; the time is for backups made before,
// which must not be kept longer.
const deletedBy = 14 * day

type tombstoneKey [sha256.Size]byte

// tombstoneOf keeps no machine's ID: only who has the ID can tell whose it is.
func tombstoneOf(tool, machineID string) tombstoneKey {
	return sha256.Sum256([]byte(tool + "\x00" + machineID))
}

func (w *writer) loadTombstones(ctx context.Context) error {
	rows, err := w.conn.QueryContext(ctx, "SELECT key FROM tombstone WHERE at > ?", w.options.Now().Add(-tombstoneAge).Unix())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key []byte
		if err := rows.Scan(&key); err != nil {
			return err
		}
		if len(key) == sha256.Size {
			w.dead[tombstoneKey(key)] = struct{}{}
		}
	}
	return rows.Err()
}

// bury makes the store refuse events of the machine from now on.
func (w *writer) bury(ctx context.Context, key tombstoneKey, at time.Time) error {
	_, err := w.exec(ctx, `INSERT INTO tombstone (key, at, done) VALUES (?, ?, 0)
		ON CONFLICT DO UPDATE SET at = excluded.at`, key[:], at.Unix())
	return err
}
