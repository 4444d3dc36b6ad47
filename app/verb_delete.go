package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/optin-go/optin/consent"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func (k *commands) deleteVerb() Verb {
	var limit *timeout
	v, flags := k.verb("delete", "Ask the receiver to delete what it has of this machine",
		`Stops telemetry, removes what waits to be sent, shows this machine's ID, and
asks the receiver to delete what it has of that ID. Until the receiver has
acknowledged it, later runs ask again; then the machine gets a new ID.

It says what was asked and answered. Whether anything was deleted, only the
receiver knows. Exit codes: 1 not acknowledged yet, 3 the receiver takes no
such requests. What was recorded on this machine is deleted by "reset".`,
		func(c *call) int { return k.delete(c, time.Duration(*limit)) })
	limit = timeoutFlag(flags)
	return v
}

func (k *commands) delete(c *call, timeout time.Duration) int {
	if err := k.install.dirErr; err != nil { // the identity may be another one than without a home
		return k.deleted(c, exitFailed, deletionResult{state: "failed", text: "Not asked: " + err.Error()})
	}
	v := k.gate.now()
	if v.err == nil && v.Consent.State == consent.Unset && !k.install.mayHaveRecorded() {
		text := "Nothing was ever recorded on this machine, so there is nothing to delete."
		if k.install.mayHaveSent() {
			text = "Nothing was recorded since this machine got a new ID, so there is nothing to delete.\nWhat was sent under an earlier ID can no longer be asked for."
		}
		return k.deleted(c, exitDone, deletionResult{state: "none", text: text})
	}
	r, err := k.requestNow(c)
	if err != nil {
		return k.deleted(c, exitFailed, deletionResult{state: "failed", text: "Not asked: " + err.Error()})
	}
	// The request is stored before the refusal, which mentions it.
	keepErr := k.install.make()
	if keepErr == nil {
		keepErr = k.install.deletion.keep(r)
	}
	stopErr := errors.Join(k.gate.refuse(), k.purge())
	if stopErr != nil {
		c.note("%s", stopErr)
	}
	ctx, cancel := context.WithTimeout(c.ctx, timeout)
	defer cancel()
	receipt, err := k.delivery.requestDeletion(ctx, r)
	res := deletionResult{id: r.machineID, receipt: receipt, stopped: stopErr == nil}
	switch {
	case errors.Is(err, errTakesNone):
		_ = k.install.deletion.done()
		_ = k.gate.unmark()
		res.state = "unsupported"
		res.text = "The receiver takes no requests to delete. To have it deleted, write to " + k.recipient + " and give the ID above."
		if k.recipient == "" {
			res.text = "Nobody was asked: this build of " + k.tool + " sends nothing. If an earlier one did, write to its author and give the ID above.\n" +
				"What was recorded is still on this machine. To delete it: " + k.path("reset")
		}
		return k.deleted(c, exitRefused, res)
	case err != nil && receipt == telemetry.Receipt{}:
		res.state, res.text = "pending", fmt.Sprintf("Asked %s at %s, and it did not acknowledge it: %s\nLater runs of %s ask again.", k.recipient, when(time.Now()), plain(problemOf(spoolsink.Report{}, err).Error()), k.tool)
		if keepErr != nil {
			res.state, res.text = "failed", fmt.Sprintf("Asked %s at %s, and it did not acknowledge it: %s\nNobody asks again, because the request could not be kept: %s", k.recipient, when(time.Now()), plain(problemOf(spoolsink.Report{}, err).Error()), keepErr)
		}
		return k.deleted(c, exitFailed, res)
	}
	res.state, res.text = "accepted", fmt.Sprintf("Asked %s at %s. It accepted", k.recipient, when(time.Now()))
	if receipt.By.IsZero() {
		res.text += ", and promises no date."
	} else {
		res.text += ", and promises to be done by " + receipt.By.UTC().Format("2 January 2006") + "."
	}
	if err != nil {
		res.text += "\nBut " + plain(err.Error())
		return k.deleted(c, exitFailed, res)
	}
	res.text += "\nThis machine has a new ID from now on."
	return k.deleted(c, exitCodeAfter(stopErr), res)
}

func exitCodeAfter(err error) int {
	if err != nil {
		return exitFailed
	}
	return exitDone
}

// requestNow returns the pending request, or a new one for the present identity.
func (k *commands) requestNow(c *call) (request, error) {
	switch r, err := k.install.deletion.pending(); {
	case err == nil:
		return r, nil
	case !errors.Is(err, fs.ErrNotExist):
		c.note("%s", err)
	}
	id, err := k.install.lastingID()
	if err != nil {
		return request{}, err
	}
	return request{machineID: id, askedAt: time.Now()}, nil
}

// deletionResult is the result of a request to delete.
type deletionResult struct {
	state   string // "accepted", "pending", "unsupported", "none" or "failed"
	id      string // the machine ID concerned
	receipt telemetry.Receipt
	stopped bool // telemetry is off, and the queue is empty
	text    string
}

func (k *commands) deleted(c *call, code int, r deletionResult) int {
	if c.out == outputJSON {
		err := writeJSON(c.stdout, deletionJSON{
			Schema: 1, Tool: k.tool, State: r.state, ID: pointer(r.id),
			AcceptedAt: inUTC(r.receipt.AcceptedAt), By: inUTC(r.receipt.By),
		})
		if err != nil {
			return c.failed(err)
		}
	} else if r.id != "" {
		if r.stopped {
			c.say("Telemetry is off, and nothing waits any more.")
		}
		c.say("ID  %s", r.id)
	}
	if code == exitDone && c.out == outputText {
		c.say("%s", r.text)
	} else {
		c.note("%s", r.text)
	}
	return code
}

// deletionJSON is what "delete --output json" prints.
type deletionJSON struct {
	Schema     int        `json:"schema"`
	Tool       string     `json:"tool"`
	State      string     `json:"state"`
	ID         *string    `json:"id"`
	AcceptedAt *time.Time `json:"accepted_at"`
	By         *time.Time `json:"by"`
}
