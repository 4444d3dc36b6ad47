package telemetrycmd

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
)

func (c *commands) disableCommand(use string) *cobra.Command {
	return c.command(use, "Refuse, and remove what waits to be sent",
		`Stores that you refuse, and removes what waits to be sent. Once it has
succeeded nothing leaves this machine any more, whatever else is running.

It asks nothing, needs no network, records nothing about itself, and works
everywhere: in CI, with a damaged record of your decision, and twice. If
part of it fails (exit code 1), it says what, and what to do meanwhile.`, c.disable)
}

func (c *commands) disable(cmd *cobra.Command, out output) error {
	// Both are done even if one fails: each of them alone keeps events here.
	var refusal, removal error
	if err := c.app.decide(consent.Disabled); err != nil {
		refusal = fmt.Errorf("your refusal is not stored: %w", err)
	}
	c.app.stopDelivery()
	if err := c.app.purge(); err != nil {
		removal = fmt.Errorf("what waits to be sent: %w", err)
	}
	if err := errors.Join(refusal, removal); err != nil {
		return c.unmended(cmd, out, err)
	}
	if out == outputJSON {
		return c.status().writeJSON(cmd.OutOrStdout(), false)
	}
	c.say(cmd, "Telemetry is off. To turn it on: %s", c.path("enable"))
	if _, err := os.Lstat(c.app.paths.log); err == nil {
		c.say(cmd, "What was recorded is still on this machine. To delete it: %s", c.path("reset"))
	}
	return nil
}

// unmended says what keeps somebody from opting out, and what to do meanwhile.
func (c *commands) unmended(cmd *cobra.Command, out output, err error) error {
	err = c.failWithStatus(cmd, out, exitFailed, err)
	c.note(cmd, "Until that is mended, set this variable: %s=off", consent.VariableName(c.app.cfg.Tool))
	return err
}
