package features

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"

	"github.com/cucumber/godog"
	httpsink "github.com/optin-go/optin/sinks/http"
	otlpsink "github.com/optin-go/optin/sinks/otlp"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// remote is a server of the tool's author, and the queue in front of it.
type remote struct {
	endpoint string
	server   *receiver
	queue    *spoolsink.Sink
	optedOut bool
}

// receiver keeps what a server is sent.
type receiver struct {
	status int

	mu        sync.Mutex
	bodies    [][]byte
	deletions [][]byte // the bodies of requests to delete
}

func (r *receiver) delete(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deletions = append(r.deletions, body)
	w.WriteHeader(http.StatusAccepted)
	_, _ = io.WriteString(w, `{"accepted_at":"2026-11-28T12:03:00Z","by":"2026-12-12T00:00:00Z"}`)
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bodies = append(r.bodies, body)
	w.WriteHeader(r.status)
}

func (s *scenario) remoteSteps(sc *godog.ScenarioContext) {
	sc.Given(re(`^a server that accepts telemetry at "([^"]*)"$`), s.aServer)
	sc.Given(re(`^a server that accepts telemetry, and requests to delete, at "([^"]*)"$`), s.aServerThatDeletes)
	sc.Given(re(`^a server that answers (\d+)$`), s.aServerThatAnswers)
	sc.Given(re(`^a queue in front of it$`), s.aQueue)

	sc.When(re(`^I emit an HttpSink event named "([^"]*)" with err_msg "([^"]*)"$`), s.emitOverHTTP)
	sc.When(re(`^I try to build an OtlpSink targeting "([^"]*)"$`), s.tryToBuildOTLP)
	sc.When(re(`^(\d+) events are recorded in the queue$`), s.queueEvents)
	sc.When(re(`^the queue is delivered$`), s.deliver)
	sc.When(re(`^I try to deliver the queue$`), s.tryToDeliver)
	sc.When(re(`^the user opts out$`), s.optOut)
	sc.When(re(`^the queue is purged$`), s.purge)

	sc.Then(re(`^the server received (\d+) requests?$`), s.serverReceived)
	sc.Then(re(`^the server received (\d+) events?$`), s.serverReceivedEvents)
	sc.Then(re(`^(\d+) events are waiting$`), s.eventsWait)
	sc.Then(re(`^the received body contains severity ERROR$`), s.bodyHasSeverityError)
	sc.Then(re(`^the received body does not contain "([^"]*)"$`), s.bodyDoesNotContain)
	sc.Then(re(`^the received body matches its snapshot$`), s.bodyMatches)
}

func (s *scenario) aServer(path string) { s.serve(path, http.StatusAccepted) }

func (s *scenario) aServerThatAnswers(status int) { s.serve("/", status) }

func (s *scenario) aServerThatDeletes(path string) {
	s.serve(path, http.StatusAccepted).HandleFunc(path+"/deletions", s.server.delete)
}

// serve makes s.endpoint the URL of a new server that keeps what it is sent.
func (s *scenario) serve(path string, status int) *http.ServeMux {
	s.server = &receiver{status: status}
	mux := http.NewServeMux()
	mux.Handle(path, s.server)
	server := httptest.NewServer(mux)
	s.t.Cleanup(server.Close)
	s.endpoint = server.URL + path
	return mux
}

func (s *scenario) httpSink() (*httpsink.Sink, error) {
	return httpsink.New(httpsink.Config{Endpoint: s.endpoint})
}

func (s *scenario) queuePath() string { return filepath.Join(s.homeDir(), "queue") }

func (s *scenario) aQueue() error {
	to, err := s.httpSink()
	if err != nil {
		return err
	}
	s.queue = spoolsink.New(s.queuePath(), to, &spoolsink.Options{Allowed: func() bool { return !s.optedOut }})
	s.t.AtEnd(s.queue.Close)
	return nil
}

func (s *scenario) emitOverHTTP(ctx context.Context, name, errMsg string) error {
	sink, err := s.httpSink()
	if err != nil {
		return err
	}
	e := event(name)
	e.ErrMsg = errMsg
	return sink.Emit(ctx, e)
}

func (s *scenario) tryToBuildOTLP(endpoint string) {
	_, s.err = otlpsink.New(otlpsink.Config{Endpoint: endpoint})
}

func (s *scenario) queueEvents(ctx context.Context, n int) error {
	rec, err := telemetry.New(s.config(telemetry.Enabled, s.queue))
	if err != nil {
		return err
	}
	for range n {
		if err := rec.Record(ctx, "command.invoke", telemetry.String("command", "deploy")); err != nil {
			return err
		}
	}
	return nil
}

func (s *scenario) deliver(ctx context.Context) error {
	_, err := s.queue.Deliver(ctx)
	return err
}

func (s *scenario) tryToDeliver(ctx context.Context) { s.err = s.deliver(ctx) }

func (s *scenario) optOut() { s.optedOut = true }

func (s *scenario) purge() error { return spoolsink.Purge(s.queuePath()) }

func (s *scenario) received() [][]byte {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	return s.server.bodies
}

func (s *scenario) serverReceived(want int) error {
	if n := len(s.received()); n != want {
		return fmt.Errorf("it received %d", n)
	}
	return nil
}

func (s *scenario) serverReceivedEvents(want int) error {
	ids := map[telemetry.ID]bool{}
	for _, body := range s.received() {
		var events []telemetry.Event
		if err := json.Unmarshal(body, &events); err != nil {
			return err
		}
		for _, e := range events {
			ids[e.ID] = true
		}
	}
	if len(ids) != want {
		return fmt.Errorf("it received %d", len(ids))
	}
	return nil
}

func (s *scenario) eventsWait(want int) error {
	stats, err := s.queue.Stats()
	if err == nil && stats.Pending != want {
		err = fmt.Errorf("%d are waiting", stats.Pending)
	}
	return err
}

func (s *scenario) serverWasAskedToDelete() error {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if len(s.server.deletions) != 1 {
		return fmt.Errorf("it was asked %d times", len(s.server.deletions))
	}
	var asked struct {
		Tool      string `json:"tool"`
		MachineID string `json:"machine_id"`
	}
	if err := json.Unmarshal(s.server.deletions[0], &asked); err != nil {
		return err
	}
	if asked.Tool != "mytool" || len(s.shown) == 0 || !strings.Contains(s.shown[0], `"machine_id":"`+asked.MachineID+`"`) {
		return fmt.Errorf("it was asked %s, and what was shown is %s", s.server.deletions[0], s.shown)
	}
	return nil
}

// onlyBody returns the body of a request that was the only one.
func (s *scenario) onlyBody() ([]byte, error) {
	bodies := s.received()
	if len(bodies) != 1 {
		return nil, fmt.Errorf("the server received %d requests", len(bodies))
	}
	return bodies[0], nil
}

func (s *scenario) bodyHasSeverityError() error {
	body, err := s.onlyBody()
	if err != nil {
		return err
	}
	var posted struct {
		Severity string `json:"severity"`
	}
	if err := json.Unmarshal(body, &posted); err != nil {
		return err
	}
	if posted.Severity != "ERROR" {
		return fmt.Errorf("it has %q: %s", posted.Severity, body)
	}
	return nil
}

func (s *scenario) bodyDoesNotContain(text string) error {
	body, err := s.onlyBody()
	if err == nil && bytes.Contains(body, []byte(text)) {
		err = errors.New("it does: " + string(body))
	}
	return err
}

func (s *scenario) bodyMatches() error {
	body, err := s.onlyBody()
	if err == nil {
		s.matchSnapshot(body)
	}
	return err
}
