package app

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/optin-go/optin/consent"
)

func (k *commands) enableVerb(name string, hidden bool) Verb {
	yes := false
	v, flags := k.verb(name, "Agree to record usage data, after showing what it is",
		`Shows what is recorded and who receives it, and stores that you agree.
What is recorded before that, if anything, is never sent.

It is refused (exit code 3) in CI, to a coding agent, as root through sudo,
and where nobody sits at a terminal: only the person concerned can agree.
An installer that has asked that person says so with --yes; the record and
"status" then say that it was said for them.`,
		func(c *call) int { return k.enable(c, yes) })
	flags.BoolVar(&yes, "yes", false, "agree for the user of this account, who was asked elsewhere")
	v.Hidden = hidden
	return v
}

func (k *commands) enable(c *call, yes bool) int {
	why := notThePerson(k.lookup)
	if why == "" && !yes && (!isTerminal(os.Stdin) || !isTerminal(os.Stdout) && !isTerminal(os.Stderr)) {
		why = "nobody sits at a terminal here; run it in one, or, if the user of this account was asked elsewhere and agreed, add --yes"
	}
	if why != "" {
		return k.withStatus(c, exitRefused, fmt.Errorf("refused: %s", why))
	}
	notice := c.stdout
	if c.out == outputJSON {
		notice = c.stderr
	}
	q := question{texts: k.texts, changed: k.gate.now().only(consent.VetoNoticeOutdated), before: k.install.mayHaveSent()}
	if _, err := io.WriteString(notice, strings.Join(q.lines(), "\n")+"\n"); err != nil {
		return k.withStatus(c, exitFailed, fmt.Errorf("not saved, because the notice could not be shown: %w", err))
	}
	if err := k.gate.grant(yes); err != nil {
		return k.withStatus(c, exitFailed, k.notSaved(err))
	}
	v := k.gate.explained()
	for _, why := range v.reasons()[:len(v.Vetoes)] {
		c.note("Saved, but nothing is recorded: %s.", why)
	}
	if hasMark(v.Consent, markYes) && yes {
		c.note("It is recorded that you said yes for the user of this account, who was asked elsewhere.")
	}
	if c.out == outputJSON {
		return c.done(k.status().writeJSON(c.stdout, false))
	}
	if v.on() {
		c.say("Telemetry is on. To turn it off: %s", k.path("disable"))
	} else {
		c.say("Your yes is saved. To take it back: %s", k.path("disable"))
	}
	return exitDone
}

// notSaved says what holds after a decision could not be stored.
func (k *commands) notSaved(err error) error {
	if k.gate.now().on() {
		return fmt.Errorf("not saved, and telemetry is on as before: %w", err)
	}
	return fmt.Errorf("not saved: %w", err)
}

// withStatus reports an error. Programs get the status in any case.
func (k *commands) withStatus(c *call, code int, err error) int {
	c.note("%s", err.Error())
	if c.out == outputJSON {
		_ = k.status().writeJSON(c.stdout, false) // without it there is still the exit code
	}
	return code
}
