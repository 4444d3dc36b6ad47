package telemetrycmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/optin-go/optin/consent"
)

// maxUnclear and maxShown are how many unclear answers, and how many wishes to
// see the payload, end the question.
const (
	maxUnclear = 3
	maxShown   = 10
)

// ask asks the user, if this is the time and the place. The command that ran is
// over, succeeded, and is one after which people may be asked; nothing but the
// missing decision keeps telemetry off.
//
// Whatever happens here, the tool's exit code and its terminal stay as they are.
func (a *App) ask(ctx context.Context) {
	if ctx.Err() != nil || !isTerminal(os.Stdin) || !isTerminal(os.Stderr) || !isFree(os.Stdin) {
		return
	}
	if a.notThePerson() != "" || a.mayAsk() == "" || a.paths.unusable(consent.Consent{}) != "" || a.unusableRecord() != "" {
		return
	}
	attempts, err := openAsked(a.paths.asked)
	if err != nil {
		return // another process asks, or the attempt could not be counted
	}
	defer attempts.close()
	// Another process may have asked until now.
	why := a.mayAsk()
	if why == "" || attempts.count(a.notice()) != nil {
		return
	}
	ctx, stop := untilInterrupted(ctx)
	defer stop()
	dropInput(os.Stdin)
	p := prompt{a, os.Stdin, os.Stderr}
	q := a.question(why == consent.VetoNoticeOutdated)
	if a.cfg.Ask != nil {
		p.askOwn(ctx, q)
		return
	}
	p.run(ctx, q)
}

// mayAsk returns the one veto that an answer would lift, or "" if there is none,
// or another one as well.
func (a *App) mayAsk() consent.VetoCode {
	vetoes := a.gate().Vetoes
	if len(vetoes) != 1 {
		return ""
	}
	switch code := vetoes[0].Code; code {
	case consent.VetoUndecided, consent.VetoNoticeOutdated:
		return code
	default:
		return ""
	}
}

// untilInterrupted returns a context that ends with ctx, and with the signals that
// end the question. One that the tool's caller had ignored, as nohup does, stays
// ignored.
func untilInterrupted(ctx context.Context) (context.Context, context.CancelFunc) {
	signals := slices.DeleteFunc(interrupts(), signal.Ignored)
	if len(signals) == 0 {
		return ctx, func() {} // NotifyContext takes none for all
	}
	return signal.NotifyContext(ctx, signals...)
}

// prompt is a conversation with the user.
type prompt struct {
	app *App
	in  *os.File
	out io.Writer
}

// run shows the question until it is answered, or nobody answers it.
func (p prompt) run(ctx context.Context, q question) {
	if _, err := fmt.Fprint(p.out, q.text()); err != nil {
		return // a question that nobody sees has no answer
	}
	unclear, shown := 0, 0
	for unclear < maxUnclear && shown < maxShown {
		line, err := readLine(ctx, p.in)
		if errors.Is(err, errTaken) {
			return // and so is the screen
		}
		if err != nil {
			p.say("\nNothing was saved. To decide: %s telemetry enable, or disable", p.app.cfg.Tool)
			return
		}
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			p.decide(consent.Enabled)
			return
		case "n", "no", "":
			p.decide(consent.Disabled)
			return
		case "s", "show":
			shown++
			p.say("%s", p.payload())
		default:
			unclear++
			if unclear < maxUnclear {
				p.say("Please answer y (yes), n (no) or s (show what would be recorded).")
			}
		}
		if unclear < maxUnclear && shown < maxShown {
			fmt.Fprint(p.out, q.ask())
		}
	}
	p.say("Nothing was saved. To decide: %s telemetry enable, or disable", p.app.cfg.Tool)
}

// decide saves the answer, and says how to change it.
func (p prompt) decide(state consent.State) {
	tool := p.app.cfg.Tool
	switch err := p.app.decide(state); {
	case err != nil:
		p.say("Your answer could not be saved, so usage data stays off: %s", plain(err.Error()))
	case state == consent.Enabled:
		p.say("Usage data is on from the next command. To turn it off: %s telemetry disable", tool)
	default:
		p.say("Usage data stays off. To turn it on: %s telemetry enable", tool)
	}
}

// payload returns the bytes that a run would record.
func (p prompt) payload() string {
	line, err := p.app.sample().AppendJSON(nil)
	if err != nil {
		return "There is nothing to show: " + plain(err.Error())
	}
	return printable(string(line))
}

func (p prompt) say(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }
