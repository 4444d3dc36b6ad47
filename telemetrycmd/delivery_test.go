package telemetrycmd

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// What one run records is delivered beside the work of the next.
func TestDeliveryBesideTheWork(t *testing.T) {
	c := newCollector(t)
	s := newSite(t, "ENDPOINT="+c.URL)
	s.must("telemetry", "enable")
	s.must("deploy")
	shown := s.must("telemetry", "show", "--pending").stdout
	running := s.starts(t)
	<-c.arrived
	equal(t, "sent while the command runs", c.got(), shown)
	running.ends()
}

// Commands that tell about telemetry or change it, and those that are for a shell
// or explain something, deliver nothing.
func TestNoDelivery(t *testing.T) {
	c := newCollector(t)
	s := newSite(t, "ENDPOINT="+c.URL, "BUDGET=1m")
	s.must("telemetry", "enable")
	s.with("ENDPOINT=http://127.0.0.1:1", "BUDGET=").must("deploy")
	for _, line := range []string{
		"telemetry", "telemetry status", "telemetry show", "telemetry events", "telemetry nonsense", "telemetry enable", "telemetry on",
		"help", "help deploy", "--help", "deploy --help", "--version", "version", "completion bash", "__complete tele",
		"secret", "secret below", "deplyo", "remote", "deploy --nonsense", "", "telemetry disable", "telemetry reset",
	} {
		s.run("tree", strings.Fields(line)...)
		equal(t, line, c.got(), "")
	}
}

// A receiver that hangs, refuses or fails, and an Exporter that does not end when
// it must, change nothing about the tool.
func TestReceiversThatFail(t *testing.T) {
	hang := make(chan struct{})
	hung := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
	t.Cleanup(hung.Close)
	t.Cleanup(func() { close(hang) })
	fails := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	t.Cleanup(fails.Close)
	plain := newSite(t)
	for name, url := range map[string]string{
		"hung": hung.URL, "refused": "http://127.0.0.1:1", "503": fails.URL, "nonsense": "\x01", "stubborn": "stubborn",
	} {
		for _, budget := range []string{"0s", "20ms"} {
			t.Run(name+" for "+budget, func(t *testing.T) {
				s := newSite(t, "ENDPOINT="+url, "BUDGET="+budget)
				s.must("telemetry", "enable")
				for _, line := range []string{"deploy", "fail", "panic-text", "finish", "two", "exit"} {
					same(t, line, s.run("tree", line), plain.run("plain", line))
				}
				equal(t, "recorded", s.summary(), "deploy: ok\nfail: error\npanic-text: panic\nfinish: error\ntwo: error\n")
				if name != "stubborn" { // nobody else can know what became of its request
					equal(t, "waiting", strings.Count(s.must("telemetry", "show", "--pending").stdout, "\n"), 5)
				}
			})
		}
	}
}

// With a budget, what a run records is delivered at its end. A receiver that
// refuses is not tried again until the budget is used up.
func TestExitBudget(t *testing.T) {
	c := newCollector(t)
	s := newSite(t, "ENDPOINT="+c.URL, "BUDGET=50s")
	s.must("telemetry", "enable")
	s.must("deploy")
	equal(t, "sent by the first run", strings.Count(c.got(), `"command":"deploy"`), 1)
	s.run("tree", "finish")
	equal(t, "sent by Finish", strings.Count(c.got(), `"command":"finish"`), 1)
	s.run("tree", "panic-text")
	contains(t, "what waits", s.must("telemetry", "show", "--pending").stdout, `"outcome":"panic"`)

	refused := newSite(t, "ENDPOINT=http://127.0.0.1:1", "BUDGET=50s")
	refused.must("telemetry", "enable")
	begin := time.Now()
	refused.must("deploy")
	if took := time.Since(begin); took > 40*time.Second {
		t.Errorf("the run waited for %v", took)
	}
}
