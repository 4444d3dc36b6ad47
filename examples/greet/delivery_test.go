package main

import (
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/tooltest"
)

// receiver is a server that events are delivered to.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	status   int
	requests int
	bodies   strings.Builder
}

func newReceiver(t testing.TB, status int) *receiver {
	t.Helper()
	r := &receiver{status: status}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body := io.Reader(req.Body)
		if req.Header.Get("Content-Encoding") == "gzip" {
			body, _ = gzip.NewReader(body)
		}
		text, _ := io.ReadAll(body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.requests++
		if r.status == http.StatusOK {
			r.bodies.Write(text)
		}
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) counts() (requests, events int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests, strings.Count(r.bodies.String(), `"name":"command.invoke"`)
}

// Nobody types "send": a second process delivers, and greet does not wait for it.
func TestEventsArriveByThemselves(t *testing.T) {
	r := newReceiver(t, http.StatusOK)
	bin := filepath.Join(t.TempDir(), "greet")
	if out, err := exec.Command("go", "build", "-o", bin, "-ldflags", "-X main.endpoint="+r.URL, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	home := tooltest.NewHome(t)
	for _, args := range [][]string{{"telemetry", "enable", "--yes"}, {"hello", "Ada"}} {
		cmd := home.Command("greet", args...)
		cmd.Path, cmd.Err = bin, nil
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	for giveUp := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, events := r.counts(); events == 1 {
			return
		}
		if time.Now().After(giveUp) {
			t.Fatal("no event arrived")
		}
	}
}

func TestWhatWaitsArrivesLater(t *testing.T) {
	r := newReceiver(t, http.StatusServiceUnavailable)
	home := tooltest.NewHome(t, builtFor+"="+r.URL)
	home.Must("greet", "telemetry enable --yes")
	home.Must("greet", "hello Ada")
	home.Must("greet", "farewell Ada")
	home.Line("greet", "telemetry send")
	r.answer(http.StatusOK)
	// The receiver was not there; greet waits before it asks it again.
	for range 100 {
		home.Line("greet", "telemetry send")
		if _, events := r.counts(); events == 2 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the 2 events did not arrive")
}

// After opting out, nothing that was recorded before leaves, nor does anything
// about opting out. Somebody who agrees again starts anew.
func TestOptingOutIsABoundary(t *testing.T) {
	for name, optOut := range map[string]func(*tooltest.Home) *tooltest.Home{
		"disable":      func(h *tooltest.Home) *tooltest.Home { h.Must("greet", "telemetry disable"); return h },
		"reset":        func(h *tooltest.Home) *tooltest.Home { h.Must("greet", "telemetry reset"); return h },
		"DO_NOT_TRACK": func(h *tooltest.Home) *tooltest.Home { return h.With("DO_NOT_TRACK=1") },
	} {
		t.Run(name, func(t *testing.T) {
			r := newReceiver(t, http.StatusServiceUnavailable)
			home := tooltest.NewHome(t, builtFor+"="+r.URL)
			home.Must("greet", "telemetry enable --yes")
			home.Must("greet", "hello Ada")
			after := optOut(home)
			r.answer(http.StatusOK)
			before, _ := r.counts()
			after.Must("greet", "hello Ada")
			if got := after.Line("greet", "telemetry send"); got.Code != 3 {
				t.Errorf("send: %+v", got)
			}
			if requests, events := r.counts(); requests != before || events != 0 {
				t.Errorf("%d requests and %d events after opting out", requests-before, events)
			}
			if name == "DO_NOT_TRACK" {
				return
			}
			after.Must("greet", "telemetry enable --yes")
			after.Must("greet", "telemetry send")
			if _, events := r.counts(); events != 0 {
				t.Errorf("%d events from before arrived", events)
			}
		})
	}
}

// A receiver that hangs, refuses or fails does not show.
func TestABadEndpointDoesNotShow(t *testing.T) {
	hangs, err := net.Listen("tcp", "127.0.0.1:0") // nobody accepts
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hangs.Close() })
	gone := newReceiver(t, http.StatusOK)
	gone.Close()
	for name, url := range map[string]string{
		"hung": "http://" + hangs.Addr().String(), "refused": gone.URL, "503": newReceiver(t, http.StatusServiceUnavailable).URL,
	} {
		t.Run(name, func(t *testing.T) {
			home := tooltest.NewHome(t, builtFor+"="+url)
			home.Must("greet", "telemetry enable --yes")
			for range 3 {
				home.Line("greet", "hello Ada").Is(t, tooltest.Result{Stdout: "Hello, Ada!\n"})
			}
			if status := home.Must("greet", "telemetry status"); !strings.Contains(status, "3 events") {
				t.Errorf("status says\n%s", status)
			}
		})
	}
}
