package app

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/internal/kernellock"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// status is what there is to say about telemetry now. Making one reads only.
type status struct {
	tool, command string // the tool, and what runs "telemetry"
	verdict       verdict
	recipient     string // who receives the events; "" if nobody does
	noticeURL     string
	identity      identity
	state         string // the directory for state; "" if there is none
	untouched     bool   // there is no trace of a yes: it was never on
	waiting       spoolsink.Stats
	waitingErr    error
	noLocks       bool // files there cannot be locked, so that nothing can be queued
	sender        senderStatus
	deletion      request // that is pending
	deletionErr   error   // why there is none
}

// senderStatus is how events are sent.
type senderStatus struct {
	mode     string        // "second_process", "exit" or "none"
	every    time.Duration // of a second process
	budget   time.Duration // of the end of a run
	refusal  string        // why this process would start none
	started  time.Time     // when the last one was, or was tried
	failures int           // tries in a row that failed
	why      string        // the last one did
}

func (k *commands) status() *status {
	s := &status{
		tool: k.tool, command: k.tool + " telemetry", verdict: k.gate.explained(),
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

// status returns how events are sent.
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

// lacksLocks reports whether files in a directory, which need not exist, cannot be
// locked.
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

// decision returns the recorded decision in a word; "" if there is none that can be
// read.
func (s *status) decision() string {
	if s.verdict.Consent.State == consent.Unset {
		return ""
	}
	return s.verdict.Consent.State.String()
}

// problem says why no second process is started, or "".
func (s senderStatus) problem() string {
	switch {
	case s.failures > 0:
		return fmt.Sprintf("no second process can be started (%s): %s", countOf(s.failures, "try"), s.why)
	case s.refusal != "":
		return "no second process is started: " + s.refusal
	}
	return ""
}
