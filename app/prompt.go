package app

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

// maxUnclear and maxShown are how many unclear answers, and how many requests to
// see more, end the question.
const (
	maxUnclear = 3
	maxShown   = 10
)

// prompter asks the user for consent, at the right time and place.
type prompter struct {
	gate      *gate
	install   *installation
	texts     texts
	lookupEnv func(string) (string, bool)
	own       func(context.Context, Question) Answer // of the Config
	sample    func() string                          // a line that a run would record
	debug     *debugLog
}

// ask asks for consent. The caller guarantees that the command succeeded, that its run
// allows a question, and that only the decision is missing.
//
// The tool's exit code and its terminal stay as they are, whatever happens.
func (p *prompter) ask(ctx context.Context) {
	if why := p.mayNot(ctx); why != "" {
		p.debug.printf("nobody is asked: %s", why)
		return
	}
	if !startPoller() || p.install.make() != nil {
		return // the attempt could not be counted
	}
	attempts, err := openAsked(p.install.asked)
	if err != nil {
		return // another process is asking, or the attempt could not be counted
	}
	defer attempts.close()
	// Another process may have asked meanwhile.
	v := p.gate.explained()
	if !v.mayAsk() || attempts.count(p.gate.notice().ID()) != nil {
		return
	}
	ctx, stop := untilInterrupted(ctx)
	defer stop()
	dropInput(os.Stdin)
	q := question{texts: p.texts, changed: v.only(consent.VetoNoticeOutdated), before: p.install.mayHaveSent()}
	c := conversation{p, os.Stdin, os.Stderr}
	if p.own != nil {
		c.askOwn(ctx, q)
		return
	}
	c.run(ctx, q)
}

// mayNot says why the user may not be asked here and now, or "". It only looks.
func (p *prompter) mayNot(ctx context.Context) string {
	// Checks that need no file come first: most runs end here.
	switch {
	case ctx.Err() != nil:
		return "the command was cancelled"
	// A program that reads the output, as in x=$(tool), would wait for an
	// answer.
	case !isTerminal(os.Stdin) || !isTerminal(os.Stdout) || !isTerminal(os.Stderr):
		return "standard input, output and error are not all a terminal"
	case !isFree(os.Stdin):
		return "another program reads from the terminal, or something was typed before"
	}
	if v := p.gate.explained(); !v.mayAsk() {
		return v.reason()
	}
	if why := notThePerson(p.lookupEnv); why != "" {
		return why
	}
	if why := p.install.unusable(consent.Consent{}); why != "" {
		return why
	}
	path, err := p.gate.recordPath()
	if err != nil {
		return err.Error()
	}
	return unusableRecord(path)
}

// untilInterrupted returns a context that ends with ctx, or with a signal that ends
// the question. Signals that the tool's caller ignored, as nohup does, stay ignored.
func untilInterrupted(ctx context.Context) (context.Context, context.CancelFunc) {
	signals := slices.DeleteFunc(interrupts(), signal.Ignored)
	if len(signals) == 0 {
		return ctx, func() {} // for NotifyContext, no signals means all signals
	}
	return signal.NotifyContext(ctx, signals...)
}

// conversation is one question, until it is answered or given up.
type conversation struct {
	*prompter
	in  *os.File
	out io.Writer
}

func (c conversation) run(ctx context.Context, q question) {
	if _, err := fmt.Fprint(c.out, q.text()); err != nil {
		return // nobody can see the question
	}
	unclear, shown := 0, 0
	for unclear < maxUnclear && shown < maxShown {
		line, err := readLine(ctx, c.in)
		if errors.Is(err, errTaken) {
			return // the screen is taken too
		}
		if err != nil {
			c.say("\nNothing was saved. To decide: %s telemetry enable, or disable", c.texts.tool)
			return
		}
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			c.decide(Yes)
			return
		case "n", "no", "":
			c.decide(No)
			return
		case "s", "show":
			shown++
			c.say("%s", c.texts.more(c.sample()))
		default:
			unclear++
			if unclear < maxUnclear {
				c.say("Please answer y (yes), n (no) or s (show what would be recorded).")
			}
		}
		if unclear < maxUnclear && shown < maxShown {
			fmt.Fprint(c.out, q.ask())
		}
	}
	c.say("Nothing was saved. To decide: %s telemetry enable, or disable", c.texts.tool)
}

// askOwn asks in the tool's own words. An answer after ctx has ended does not count:
// the tool must not wait for it.
func (c conversation) askOwn(ctx context.Context, q question) {
	answer := make(chan Answer, 1)
	go func() {
		a := Unanswered
		defer func() {
			if recover() != nil {
				a = Unanswered // the tool's own code panicked
			}
			answer <- a
		}()
		a = c.own(ctx, Question{Text: q.text(), More: q.more(c.sample()), Recipient: q.recipient, Changed: q.changed})
	}()
	select {
	case a := <-answer:
		if ctx.Err() == nil {
			c.decide(a)
		}
	case <-ctx.Done():
	}
}

// decide saves the answer, reports what then holds, and says how to change it.
func (c conversation) decide(a Answer) {
	var err error
	switch a {
	case Yes:
		err = c.gate.grant(false)
	case No:
		err = c.gate.refuse()
	default:
		return
	}
	now, tool := c.gate.now(), c.texts.tool
	switch {
	case a == Yes && err == nil && now.on():
		c.say("Usage data is on from the next command. To turn it off: %s telemetry disable", tool)
	case a == Yes && err == nil:
		c.say("Your yes is saved, but usage data stays off: %s", plain(now.reason()))
	case err == nil:
		c.say("Usage data stays off. To turn it on: %s telemetry enable", tool)
	case now.on():
		c.say("Your answer could not be saved, and usage data is on: %s\nTo turn it off: %s telemetry disable", plain(err.Error()), tool)
	default:
		c.say("Your answer could not be saved, so usage data stays off: %s", plain(err.Error()))
	}
}

func (c conversation) say(format string, args ...any) { fmt.Fprintf(c.out, format+"\n", args...) }
