package telemetrycmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
)

func (c *commands) enableCommand(use string) *cobra.Command {
	return c.command(use, "Agree to record usage data, after showing what it is",
		`Shows what is recorded and who receives it, and stores that you agree.
What is recorded before that, if anything, is never sent.

It is refused (exit code 3) in CI, to a coding agent, and as root through
sudo: only the person concerned can agree.`, c.enable)
}

func (c *commands) enable(cmd *cobra.Command, out output) error {
	if why := c.app.notThePerson(); why != "" {
		return c.failWithStatus(cmd, out, exitRefused, fmt.Errorf("refused: %s", why))
	}
	notice := cmd.OutOrStdout()
	if out == outputJSON {
		notice = cmd.ErrOrStderr()
	}
	if err := c.writeNotice(notice); err != nil {
		return c.failWithStatus(cmd, out, exitFailed, fmt.Errorf("not saved, because the notice could not be shown: %w", err))
	}
	if err := c.app.decide(consent.Enabled); err != nil {
		return c.failWithStatus(cmd, out, exitFailed, fmt.Errorf("not saved: %w", err))
	}
	g := c.app.gate()
	for _, why := range g.vetoReasons() {
		c.note(cmd, "Saved, but nothing is recorded: %s.", why)
	}
	if out == outputJSON {
		return c.status().writeJSON(cmd.OutOrStdout(), false)
	}
	if g.on() {
		c.say(cmd, "Telemetry is on. To turn it off: %s", c.path("disable"))
	} else {
		c.say(cmd, "Your yes is saved. To take it back: %s", c.path("disable"))
	}
	return nil
}

// writeNotice writes what the user is about to agree to: the question without its
// last line.
func (c *commands) writeNotice(w io.Writer) error {
	outdated := slices.ContainsFunc(c.app.gate().Vetoes, func(v consent.Veto) bool { return v.Code == consent.VetoNoticeOutdated })
	_, err := io.WriteString(w, strings.Join(c.app.question(outdated).lines(), "\n")+"\n")
	return err
}

// vetoReasons returns a sentence for each veto.
func (g gate) vetoReasons() []string { return g.reasons()[:len(g.Vetoes)] }
