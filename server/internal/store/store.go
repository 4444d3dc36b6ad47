package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// FileName is the name of the store in its directory.
const FileName = "optin.db"

// Store keeps events. Its methods may be called concurrently.
type Store struct {
	dir     string
	options Options
	lock    *os.File
	writes  *sql.DB
	conn    *sql.Conn // the only one of writes, the writer's
	reads   *sql.DB
	jobs    chan job
	closing chan struct{}
	stopped chan struct{}
	once    sync.Once
	opened  time.Time
	totals  totals
}

// job is what the writer's goroutine is asked to do: take events, or change
// something else in a transaction of its own.
type job struct {
	ctx    context.Context //nolint:containedctx // a request on a channel
	events []Arrived
	change func(*writer) error // in a transaction
	direct func(*writer) error // outside of one
	done   chan answer
}

type answer struct {
	result Result
	err    error
}

// Open opens the store in the directory dir, or makes both. If opts is nil,
// defaults apply. It brings an older store to this version after it has made a
// copy, and returns [ErrNewer], [ErrDamaged] or [ErrLocked] where it cannot go on.
// Close it.
func Open(ctx context.Context, dir string, opts *Options) (*Store, error) {
	s, err := open(ctx, dir, opts.withDefaults())
	if err != nil {
		return nil, fmt.Errorf("store in %s: %w", dir, err)
	}
	return s, nil
}

func open(ctx context.Context, dir string, options Options) (_ *Store, err error) {
	if err := registered(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &Store{
		dir: dir, options: options, opened: options.Now(),
		jobs: make(chan job, maxGroup), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	defer func() {
		if err != nil {
			_ = s.release()
		}
	}()
	if s.lock, err = lockDirectory(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, FileName)
	if err := private(path); err != nil {
		return nil, err
	}
	s.writes = openFile(path, "_txlock=immediate")
	s.writes.SetMaxOpenConns(1)
	conn, err := s.writes.Conn(ctx)
	if err != nil {
		return nil, explained(err)
	}
	s.conn = conn
	for _, pragma := range []string{
		"PRAGMA busy_timeout = 10000",
		"PRAGMA auto_vacuum = INCREMENTAL", // counts in a new file only
		"PRAGMA journal_mode = WAL",
		"PRAGMA synchronous = FULL",
		"PRAGMA secure_delete = FAST",
		"PRAGMA wal_autocheckpoint = 4000", // pages: roll-ups change often, and are written back once
		"PRAGMA journal_size_limit = 67108864",
		"PRAGMA cache_size = -16384",
		"PRAGMA temp_store = MEMORY",
	} {
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			return nil, explained(err)
		}
	}
	if err := migrate(ctx, conn, path, migrations); err != nil {
		return nil, explained(err)
	}
	w := newWriter(conn, options)
	if err := w.loadTombstones(ctx); err != nil {
		return nil, explained(err)
	}
	s.reads = openFile(path, "mode=ro", "_pragma=query_only(1)", "_pragma=busy_timeout(10000)", "_pragma=cache_size(-8192)", "_pragma=temp_store(memory)")
	s.reads.SetMaxOpenConns(4)
	if err := s.reads.PingContext(ctx); err != nil {
		return nil, explained(err)
	}
	go s.run(w)
	if err := s.eraseBuried(ctx); err != nil {
		close(s.closing)
		<-s.stopped
		return nil, explained(err)
	}
	return s, nil
}

// private makes the file, for its owner alone: SQLite gives its journal the same
// rights.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func openFile(path string, parameters ...string) *sql.DB {
	query := ""
	var querySb137 strings.Builder
	for i, p := range parameters {
		if i > 0 {
			querySb137.WriteString("&")
		}
		querySb137.WriteString(p)
	}
	query += querySb137.String()
	source := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: query}
	db, err := sql.Open("sqlite", source.String())
	if err != nil { // only for a driver that is not registered
		panic(err)
	}
	return db
}

// Reader returns a handle that can read and not write, for queries. It belongs
// to the store, which closes it.
func (s *Store) Reader() *sql.DB { return s.reads }

// Ingest inserts events that are new and counts them, in one transaction that is
// on disk when it returns nil. With an error nothing of the call is kept, except
// when ctx ended while it waited: then that is unknown. What is sent again is a
// duplicate. It does not retain events.
func (s *Store) Ingest(ctx context.Context, events []Arrived) (Result, error) {
	return s.do(ctx, job{events: events})
}

// Refused counts n events that the caller refused itself, for a reason that it
// names. A tool that the store does not know is counted as unknown. The count is
// on disk when it returns nil.
func (s *Store) Refused(ctx context.Context, tool string, reason Reason, n int) error {
	_, err := s.do(ctx, job{change: func(w *writer) error {
		var known int64
		err := w.queryRow(ctx, "SELECT id FROM tool WHERE name = ?", []any{tool}, &known)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		w.refusals[refusalKey{tool: known, day: dayOf(w.options.Now()), reason: reason}] += int64(n)
		return nil
	}})
	return err
}

func (s *Store) do(ctx context.Context, j job) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	j.ctx, j.done = ctx, make(chan answer, 1)
	select {
	case <-s.closing:
		return Result{}, ErrClosed
	case <-ctx.Done():
		return Result{}, ctx.Err()
	case s.jobs <- j:
	}
	select {
	case <-ctx.Done():
		return Result{}, ctx.Err()
	case a := <-j.done:
		return a.result, a.err
	case <-s.stopped:
		select {
		case a := <-j.done:
			return a.result, a.err
		default:
			return Result{}, ErrClosed
		}
	}
}

// run is the writer's goroutine.
func (s *Store) run(w *writer) {
	defer close(s.stopped)
	defer w.close()
	for {
		select {
		case <-s.closing:
			for { // who was let in is served
				select {
				case j := <-s.jobs:
					s.serve(w, j)
				default:
					return
				}
			}
		case j := <-s.jobs:
			s.serve(w, j)
		}
	}
}

// serve does j, and with it what else waits.
func (s *Store) serve(w *writer, j job) {
	group := []job{j}
	events := len(j.events)
	var alone *job
	if j.direct != nil {
		alone, group = &j, nil
	}
collect:
	for alone == nil && len(group) < maxGroup && events < maxGroupEvents {
		select {
		case next := <-s.jobs:
			if next.direct != nil {
				alone = &next
				break collect
			}
			group = append(group, next)
			events += len(next.events)
		default:
			break collect
		}
	}
	if len(group) > 0 {
		s.commit(w, group)
	}
	if alone != nil {
		alone.done <- answer{err: explained(alone.direct(w))}
	}
}

func (s *Store) commit(w *writer, group []job) {
	answers := make([]answer, len(group))
	ctx := context.Background()
	err := w.transaction(ctx, func() error {
		for i, j := range group {
			if err := j.ctx.Err(); err != nil { // nobody waits for it any more
				answers[i].err = err
				continue
			}
			if j.change != nil {
				if err := j.change(w); err != nil {
					return err
				}
				continue
			}
			result, err := w.ingest(ctx, j.events)
			if err != nil {
				return err
			}
			answers[i].result = result
		}
		return nil
	})
	s.totals.committed(s.options.Now(), err) // before the answers: who has one may ask for Health
	for i, j := range group {
		if err != nil {
			answers[i] = answer{err: err}
		} else {
			s.totals.add(answers[i].result)
		}
		j.done <- answers[i]
	}
}

// Close waits for what was begun and closes the store. It is idempotent.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		close(s.closing)
		<-s.stopped
		err = s.release()
	})
	return err
}

func (s *Store) release() error {
	var errs []error
	if s.reads != nil {
		errs = append(errs, s.reads.Close())
	}
	if s.conn != nil { // writes does not close what is taken from it
		errs = append(errs, s.conn.Close())
	}
	if s.writes != nil {
		errs = append(errs, s.writes.Close())
	}
	if s.lock != nil {
		unlockDirectory(s.lock)
	}
	return errors.Join(errs...)
}
