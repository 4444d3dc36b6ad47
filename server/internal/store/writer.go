package store

import (
	"context"
	"database/sql"
)

// What the writer keeps in memory. A full cache is emptied: what is in use comes
// back at once.
const (
	maxCachedShapes   = 20_000
	maxCachedMachines = 50_000
	maxCachedCells    = 20_000
)

// A group of requests that share a transaction.
const (
	maxGroup       = 256
	maxGroupEvents = 5000
)

// writer is the one connection that writes, and what it remembers of the rows. It
// belongs to one goroutine.
type writer struct {
	conn     *sql.Conn
	options  Options
	prepared map[string]*sql.Stmt
	tools    map[string]*tool
	shapes   map[string]*shape
	machines map[machineKey]*machine
	cells    map[cellKey]*cell
	dirty    []cellKey
	intake   map[intakeKey]int64
	arrived  map[int64]int64 // by tool
	refusals map[refusalKey]int64
	dead     map[tombstoneKey]struct{}
}

func newWriter(conn *sql.Conn, options Options) *writer {
	w := &writer{conn: conn, options: options, prepared: map[string]*sql.Stmt{}, dead: map[tombstoneKey]struct{}{}}
	w.forget()
	return w
}

// forget drops everything that a transaction that was rolled back may have
// changed.
func (w *writer) forget() {
	w.tools = map[string]*tool{}
	w.shapes = map[string]*shape{}
	w.machines = map[machineKey]*machine{}
	w.cells = map[cellKey]*cell{}
	w.dirty = nil
	w.intake = map[intakeKey]int64{}
	w.arrived = map[int64]int64{}
	w.refusals = map[refusalKey]int64{}
}

// transaction runs change in one transaction that is on disk when it returns nil.
// Otherwise nothing has changed.
func (w *writer) transaction(ctx context.Context, change func() error) error {
	// An interrupted statement would leave a transaction that is neither done nor
	// undone; who no longer waits is told so by Ingest.
	ctx = context.WithoutCancel(ctx)
	if _, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return explained(err)
	}
	err := change()
	if err == nil {
		err = w.writeCells(ctx)
	}
	if err == nil {
		err = w.writeCounts(ctx)
	}
	if err == nil {
		_, err = w.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		w.forget()
		return explained(rolledBack(ctx, w.conn, err))
	}
	return nil
}

// close gives its statements back, without which SQLite would not close the file.
func (w *writer) close() {
	for _, s := range w.prepared {
		_ = s.Close()
	}
}

func (w *writer) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := w.prepared[query]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	w.prepared[query] = s
	return s, nil
}

func (w *writer) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := w.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (w *writer) insert(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := w.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

func (w *writer) queryRow(ctx context.Context, query string, args []any, into ...any) error {
	s, err := w.statement(ctx, query)
	if err != nil {
		return err
	}
	return s.QueryRowContext(ctx, args...).Scan(into...)
}
