package app

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/internal/kernellock"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// status is the present state of telemetry. Making one only reads.
type status struct {
	tool, command string // the tool, and what runs "telemetry"
	verdict       verdict
	required      catalog.Notice // the notice in force
	recipient     string         // who receives the events; "" if nobody does
	noticeURL     string
	identity      identity
	state         string // the state directory; "" if there is none
	untouched     bool   // there is no trace of a grant
	waiting       spoolsink.Stats
	waitingErr    error
	noLocks       bool // files there cannot be locked, so nothing can be queued
	sender        senderStatus
	deletion      request // the pending one
	deletionErr   error   // why there is none
}

// senderStatus says how events are sent.
type senderStatus struct {
	mode     string        // "second_process", "exit" or "none"
	every    time.Duration // the shortest time between two senders
	budget   time.Duration // how long the end of a run may deliver
	refusal  string        // why this process must not start a sender
	started  time.Time     // when the last start was, or was tried
	failures int           // tries in a row that failed
	why      string        // why the last one failed
}

func (k *commands) status() *status {
	s := &status{
		tool: k.tool, command: k.tool + " telemetry", verdict: k.gate.explained(), required: k.gate.notice(),
		recipient: k.recipient, noticeURL: k.url, state: k.install.dir,
	}
	s.identity = identity{kind: "none"}
	if s.verdict.on() { // while it is off none is made
		s.identity, _ = k.install.identify()
	}
	s.sender = k.delivery.status()
	if s.state == "" {
		return s
	}
	s.untouched = s.verdict.err == nil && s.verdict.Consent.State == consent.Unset && !k.install.mayHaveSent()
	s.waiting, s.waitingErr = k.install.backlog(s.verdict).stats()
	s.noLocks = lacksLocks(s.state)
	s.deletion, s.deletionErr = k.install.deletion.pending()
	return s
}

// status says how events are sent.
func (d *delivery) status() senderStatus {
	switch {
	case d.exporter == nil:
		return senderStatus{mode: "none"}
	case d.budget > 0:
		return senderStatus{mode: "exit", budget: d.budget}
	}
	s := senderStatus{mode: "second_process", every: d.every, refusal: d.starter.refusal()}
	s.started, s.failures, s.why = d.install.marker.last()
	return s
}

// lacksLocks reports whether files in a directory cannot be locked. The directory
// need not exist.
func lacksLocks(dir string) bool {
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); err == nil {
			return kernellock.Probe(dir) != nil
		}
	}
	return false
}

// sending reports whether anything leaves this machine.
func (s *status) sending() bool { return s.verdict.on() && s.recipient != "" }

// decision returns the recorded decision in a word, or "" if none can be read.
func (s *status) decision() string {
	if s.verdict.Consent.State == consent.Unset {
		return ""
	}
	return s.verdict.Consent.State.String()
}

// problem says why no sender starts, or "".
func (s senderStatus) problem() string {
	switch {
	case s.failures > 0:
		return fmt.Sprintf("no second process can be started (%s): %s", countOf(s.failures, "try"), s.why)
	case s.refusal != "":
		return "no second process is started: " + s.refusal
	}
	return ""
}
