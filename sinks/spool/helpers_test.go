package spoolsink_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

const machineID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// event returns an event of the test's tool that happened now.
func event(name string, attrs ...telemetry.Attr) telemetry.Event {
	return telemetry.Event{
		Name: name, Tool: "mytool", ToolVersion: "1.4.0", MachineID: machineID,
		TimestampUTC: time.Now().UTC(), Attrs: attrs,
	}
}

// emit emits events of these names, which must work.
func emit(t testing.TB, s telemetry.Sink, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := s.Emit(context.Background(), event(name)); err != nil {
			t.Fatalf("event %s: %v", name, err)
		}
	}
}

// numbered returns n names.
func numbered(prefix string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%s%03d", prefix, i)
	}
	return names
}

// receiver is an Exporter that keeps what it accepts.
type receiver struct {
	mu      sync.Mutex
	batches [][]telemetry.Event // accepted
	asked   []string            // names of each request, accepted or not
	answer  func(ctx context.Context, events []telemetry.Event) error
}

func (r *receiver) Export(ctx context.Context, events []telemetry.Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, names(events))
	if r.answer != nil {
		if err := r.answer(ctx, events); err != nil {
			return err
		}
	}
	r.batches = append(r.batches, events)
	return nil
}

func (r *receiver) events() []telemetry.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Concat(r.batches...)
}

// got returns the names of the accepted events, joined.
func (r *receiver) got() string { return names(r.events()) }

func (r *receiver) requests() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.asked)
}

func names(events []telemetry.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, e.Name)
	}
	return strings.Join(all, " ")
}

// never is an Exporter that must not be called.
type never struct{ t testing.TB }

func (n never) Export(context.Context, []telemetry.Event) error {
	n.t.Error("something was sent")
	return nil
}

// failing returns an answer that fails for the first n requests.
func failing(n int, err error) func(context.Context, []telemetry.Event) error {
	return func(context.Context, []telemetry.Event) error {
		if n--; n >= 0 {
			return err
		}
		return nil
	}
}

var errDown = &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "test: post", Err: errors.New("503 Service Unavailable")}

func rejection() error {
	return &telemetry.Error{Kind: telemetry.ErrRejected, Op: "test: post", Err: errors.New("400 Bad Request")}
}

// retryLater is an error that says when to come back.
type retryLater time.Duration

func (r retryLater) Error() string             { return "503 Service Unavailable" }
func (r retryLater) RetryAfter() time.Duration { return time.Duration(r) }

// open returns a Sink for a directory that is not there yet. It is closed at the
// end of the test.
func open(t testing.TB, to telemetry.Exporter, opts *spoolsink.Options) (*spoolsink.Sink, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "spool")
	return reopen(t, dir, to, opts), dir
}

// reopen returns a Sink for a directory, as the next process of the tool has it.
func reopen(t testing.TB, dir string, to telemetry.Exporter, opts *spoolsink.Options) *spoolsink.Sink {
	t.Helper()
	s := spoolsink.New(dir, to, opts)
	t.Cleanup(func() { check(t, s.Close()) })
	return s
}

// segments returns the paths of the segments in dir, the oldest first.
func segments(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	check(t, err)
	var paths []string
	for _, entry := range entries {
		if spoolsink.IsSegment(entry.Name()) {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	return paths
}

// appendTo appends text to the file at path, from outside.
func appendTo(t testing.TB, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	check(t, err)
	_, err = f.WriteString(text)
	check(t, errors.Join(err, f.Close()))
}

func encoded(t testing.TB, e telemetry.Event) string {
	t.Helper()
	line, err := e.AppendJSON(nil)
	check(t, err)
	return string(line) + "\n"
}

func stats(t testing.TB, s *spoolsink.Sink) spoolsink.Stats {
	t.Helper()
	st, err := s.Stats()
	check(t, err)
	return st
}

// deliver delivers, which must not fail.
func deliver(t testing.TB, s *spoolsink.Sink) spoolsink.Report {
	t.Helper()
	report, err := s.Deliver(context.Background())
	if err != nil {
		t.Fatalf("Deliver: %v", err)
	}
	return report
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantKind(t testing.TB, err error, kind telemetry.ErrorKind) {
	t.Helper()
	var typed *telemetry.Error
	if !errors.As(err, &typed) || !errors.Is(err, kind) {
		t.Errorf("the error is %v, want a *telemetry.Error of the kind %q", err, kind)
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(text), 0o600))
}

func content(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	check(t, err)
	return string(data)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
