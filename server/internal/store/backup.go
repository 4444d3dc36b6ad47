package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// OpenReadOnly opens the store in dir to read, also while a server has it open.
// The caller closes it.
func OpenReadOnly(ctx context.Context, dir string) (*sql.DB, error) {
	if err := registered(); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no store in %s, the directory that --data names: %w", dir, err)
	}
	db := openFile(path, "mode=ro", "_pragma=query_only(1)", "_pragma=busy_timeout(10000)")
	var id, version int
	err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	if err == nil {
		err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	}
	switch {
	case err != nil:
		err = explained(err)
	case id != applicationID:
		err = ErrDamaged
	case version > len(migrations):
		err = ErrNewer
	case version < len(migrations):
		err = errors.New("an older optin-server wrote this store: start the server once, which brings it up to date")
	default:
		return db, nil
	}
	_ = db.Close()
	return nil, fmt.Errorf("store in %s: %w", dir, err)
}

// Backup writes a consistent copy of the store in dir to a new file, also while a
// server writes to it. The file exists only once it is whole.
func Backup(ctx context.Context, dir, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists; choose another file, since a backup replaces nothing", path)
	}
	checked, err := OpenReadOnly(ctx, dir)
	if err != nil {
		return err
	}
	_ = checked.Close()
	// VACUUM INTO is refused to a connection that is told to query only.
	db := openFile(filepath.Join(dir, FileName), "mode=ro", "_pragma=busy_timeout(10000)")
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return explained(err)
	}
	defer conn.Close()
	return copyTo(ctx, conn, path)
}
