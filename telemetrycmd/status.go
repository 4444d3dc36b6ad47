package telemetrycmd

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/machineid"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

func (c *commands) statusCommand() *cobra.Command {
	cmd := c.withStatus("status", "Show whether anything is recorded, and why")
	cmd.Long = `Shows whether anything is recorded and sent, why, and where it is. It only
reads, and makes no identity.`
	return cmd
}

// withStatus returns a command that shows the status: "status" and "telemetry".
func (c *commands) withStatus(use, short string) *cobra.Command {
	var check, showID bool
	cmd := c.command(use, short, "", func(cmd *cobra.Command, out output) error {
		return c.showStatus(cmd, out, check, showID)
	})
	cmd.Flags().BoolVar(&check, "check", false, "exit with 3 unless telemetry is on")
	cmd.Flags().BoolVar(&showID, "show-id", false, "show the whole machine ID")
	return cmd
}

func (c *commands) showStatus(cmd *cobra.Command, out output, check, showID bool) error {
	s := c.status()
	write := s.writeText
	if out == outputJSON {
		write = s.writeJSON
	}
	if err := write(cmd.OutOrStdout(), showID); err != nil {
		return err
	}
	for _, note := range s.gate.Notes {
		c.note(cmd, "Note: %s.", note)
	}
	if check && !s.gate.on() {
		return &exitError{exitRefused, errors.New("telemetry is off: " + s.gate.reason())}
	}
	return nil
}

// status is what there is to say about telemetry now. Making one reads only.
type status struct {
	tool, command string // the tool, and what runs the command "telemetry"
	gate          gate
	required      string // the notice in force
	recipient     string // who receives the events; "" if nobody does
	noticeURL     string
	identity      identity
	state         string // the directory for state; "" if there is none
	untouched     bool   // there is no trace of a yes: it was never on
	waiting       spoolsink.Stats
	waitingErr    error
}

func (c *commands) status() *status {
	a := c.app
	s := &status{
		tool: a.cfg.Tool, command: c.root.CommandPath(),
		gate: a.gate(), required: a.notice(),
		recipient: a.recipient(), noticeURL: a.cfg.NoticeURL, state: a.paths.state,
	}
	s.identity = a.identity(s.gate)
	if s.state == "" {
		return s
	}
	s.untouched = s.gate.err == nil && !a.mayHaveSent()
	s.waiting, s.waitingErr = a.backlog(s.gate).stats()
	return s
}

// sending reports whether anything leaves this machine.
func (s *status) sending() bool { return s.gate.on() && s.recipient != "" }

// identity is the machine ID that events carry. While telemetry is off none is
// made.
type identity struct {
	kind    string // "none", "machine", or "random": another one for each process
	id      string // "" unless it is the machine's
	renewed bool   // by "reset"
}

func (a *App) identity(g gate) identity {
	if !g.on() {
		return identity{kind: "none"}
	}
	salt, err := a.salt()
	switch {
	case err != nil:
		return identity{kind: "none"}
	case !machineid.Stable():
		return identity{kind: "random"}
	}
	return identity{kind: "machine", id: machineid.Derive(salt), renewed: salt != a.cfg.Salt}
}

// shown returns the ID, masked unless all of it is wanted: people paste the status
// into bug reports.
func (i identity) shown(all bool) string {
	const visible = 4
	if all || len(i.id) <= visible {
		return i.id
	}
	return i.id[:visible] + "…"
}

// decision returns the recorded decision in a word; "" if there is none that can
// be read.
func (s *status) decision() string {
	if s.gate.Consent.State == consent.Unset {
		return ""
	}
	return s.gate.Consent.State.String()
}

func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
