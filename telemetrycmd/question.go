package telemetrycmd

import (
	"context"

	"github.com/optin-go/optin/consent"
)

// Question is what the user is asked, for a [Config.Ask] that asks in the tool's
// own words.
type Question struct {
	// Text is the question as it would be asked otherwise: at most seven lines of
	// at most 76 columns.
	Text string
	// Recipient names who would receive the events. It is empty if nobody does.
	Recipient string
	// Changed is true if the user agreed before, to a notice that has changed.
	Changed bool
}

// Answer is what the user answered. Whatever is unknown is no answer.
type Answer uint8

// The answers.
const (
	Unanswered Answer = iota // nothing is saved, and the user may be asked again
	Yes                      // telemetry is on from the next run on
	No                       // telemetry stays off, and the user is not asked again
)

// askOwn asks in the tool's own words, and saves the answer. A panic of the tool's
// code is no answer.
func (p prompt) askOwn(ctx context.Context, q question) {
	switch p.answer(ctx, q) {
	case Yes:
		p.decide(consent.Enabled)
	case No:
		p.decide(consent.Disabled)
	}
}

func (p prompt) answer(ctx context.Context, q question) (answer Answer) {
	defer func() {
		if recover() != nil {
			answer = Unanswered
		}
	}()
	return p.app.cfg.Ask(ctx, Question{Text: q.text(), Recipient: q.recipient, Changed: q.outdated})
}
