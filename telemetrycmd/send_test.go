package telemetrycmd

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

var errDown = &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "test: post", Err: errors.New("503 Service Unavailable")}

func TestSend(t *testing.T) {
	for name, tt := range map[string]struct {
		prepare        func(*user)
		code           int
		stdout, stderr string
	}{
		"undecided":    {func(u *user) { u.must(exitDone, "telemetry reset") }, exitRefused, "", "refused: nothing is sent: you have not decided yet\n"},
		"DO_NOT_TRACK": {func(u *user) { u.env["DO_NOT_TRACK"] = "1" }, exitRefused, "", "refused: nothing is sent: DO_NOT_TRACK is set\n"},
		"log":          {func(u *user) { u.env["MYTOOL_TELEMETRY"] = "log" }, exitRefused, "", "refused: "},
		"nothing":      {func(u *user) { u.must(exitDone, "telemetry send") }, exitDone, "Nothing is waiting.\n", ""},
		"two":          {func(*user) {}, exitDone, "Sent 2 events to telemetry.example.org.\n", ""},
		"no exporter":  {func(u *user) { u.receiver = nil }, exitDone, "Nothing is waiting: events stay on this machine.\n", ""},
		"fails":        {func(u *user) { u.receiver.answer = fails(errDown) }, exitFailed, "", "503 Service Unavailable\nIt is tried again when a command runs after "},
		"failed before": {func(u *user) {
			u.receiver.answer = fails(retryLater(time.Hour))
			u.must(exitFailed, "telemetry send")
			u.receiver.answer = nil
		}, exitFailed, "", "left alone for a while\nIt is tried again when a command runs after "},
		"failed just before": {func(u *user) {
			u.receiver.answer = fails(errDown)
			u.must(exitFailed, "telemetry send")
			u.receiver.answer = nil
		}, exitDone, "Sent 2 events to telemetry.example.org.\n", ""},
		"rejected": {func(u *user) {
			u.receiver.answer = fails(&telemetry.Error{Kind: telemetry.ErrRejected, Op: "test: post", Err: errors.New("404 Not Found")})
		}, exitFailed, "Dropped 2 events: rejected.\n", "not everything was delivered: the receiver refused 2 events: test: post: rejected: 404 Not Found\nWhat is refused is not kept.\n"},
		"panics": {func(u *user) {
			u.receiver.answer = func(context.Context, []telemetry.Event) error { panic("secret") }
		}, exitFailed, "", "panicked"},
		"turned off meanwhile": {func(u *user) {
			u.receiver.answer = func(context.Context, []telemetry.Event) error {
				u.env["DO_NOT_TRACK"] = "1"
				return &telemetry.Error{Kind: telemetry.ErrRejected, Op: "test: post"} // which makes the queue send again, in parts
			}
		}, exitRefused, "", "turned off meanwhile"},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			u.must(exitDone, "telemetry enable")
			u.record("deploy", "status")
			tt.prepare(u)
			r := u.mytool("telemetry send")
			equal(t, "exit code", r.code, tt.code)
			equal(t, "standard output", r.stdout, tt.stdout)
			contains(t, "standard error", r.stderr, tt.stderr)
			if tt.stderr == "" {
				equal(t, "standard error", r.stderr, "")
			}
		})
	}
}

func TestSendAsJSON(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	equal(t, "sent", u.must(exitDone, "telemetry send --output json"), `{"schema":1,"tool":"mytool","delivered":1,"dropped":{},"problem":null,"next_attempt":null}`+"\n")
	u.record("deploy")
	u.receiver.answer = fails(errDown)
	u.env["DO_NOT_TRACK"] = "1"
	contains(t, "refused", u.must(exitRefused, "telemetry send --output json"),
		`"delivered":0,"dropped":{},"problem":"refused: nothing is sent: DO_NOT_TRACK is set","next_attempt":null}`)
	delete(u.env, "DO_NOT_TRACK")
	contains(t, "failed", u.must(exitFailed, "telemetry send --output json"), `"delivered":0`, `"problem":"test: post: HTTP error: 503`, `"next_attempt":"`)
}

// A receiver that hangs costs no more than the timeout, and Ctrl-C ends it at
// once, also if the Exporter does not end when it must.
func TestSendEnds(t *testing.T) {
	for name, hang := range map[string]func(context.Context, chan struct{}){
		"hung": func(ctx context.Context, _ chan struct{}) { <-ctx.Done() },
		"deaf": func(_ context.Context, over chan struct{}) { <-over },
	} {
		for _, how := range []string{"timeout", "interrupt"} {
			t.Run(name+"/"+how, func(t *testing.T) {
				over := make(chan struct{})
				defer close(over)
				u := newUser(t)
				u.must(exitDone, "telemetry enable")
				u.record("deploy")
				ctx, interrupt := context.WithCancel(t.Context())
				defer interrupt()
				u.receiver.answer = func(ctx context.Context, _ []telemetry.Event) error {
					if how == "interrupt" {
						interrupt()
					}
					hang(ctx, over)
					return ctx.Err()
				}
				line, want := "telemetry send --timeout 1ms", "not finished in time"
				if how == "interrupt" {
					line, want = "telemetry send --timeout 1h", "interrupted"
				}
				r := u.mytoolIn(ctx, newRoot(), line)
				equal(t, "exit code", r.code, exitFailed)
				contains(t, "standard error", r.stderr, want)
				contains(t, "status", u.must(exitDone, "telemetry --output json"), `"waiting":{"events":1,`)
			})
		}
	}
}

// A process that delivers is waited for; if it does not end, that is said.
func TestSendWhileAnotherDelivers(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	begun, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error)
	other := spoolsink.New(u.queueDir(), exporterFunc(func() error {
		close(begun)
		<-goOn
		return nil
	}), nil)
	go func() { done <- other.Flush(context.Background()) }()
	<-begun
	r := u.mytool("telemetry send --timeout 50ms")
	equal(t, "exit code", r.code, exitFailed)
	contains(t, "standard error", r.stderr, "another process is delivering")
	waited := make(chan result)
	go func() { waited <- u.mytool("telemetry send --timeout 1h") }()
	close(goOn)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	r = <-waited
	equal(t, "exit code", r.code, exitDone)
	equal(t, "standard output", r.stdout, "Nothing is waiting.\n")
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
}

type exporterFunc func() error

func (f exporterFunc) Export(context.Context, []telemetry.Event) error { return f() }

// What a receiver's error holds of the user is not shown either.
func TestSendShowsNoCredential(t *testing.T) {
	const token = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	u.receiver.answer = fails(errors.New("authorization: Bearer " + token))
	for _, line := range []string{"telemetry send", "telemetry send --output json", "telemetry", "telemetry --output json"} {
		if r := u.mytool(line); strings.Contains(r.stdout+r.stderr, token) {
			t.Errorf("mytool %s shows a credential:\n%s%s", line, r.stdout, r.stderr)
		}
	}
}
