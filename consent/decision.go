package consent

import (
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Decision is whether a tool may collect, and why. The zero value is off.
type Decision struct {
	// Policy is the answer: what telemetry.Config wants to know.
	Policy telemetry.CollectionPolicy
	// Vetoes is everything that keeps it off, most important first. In a Decision
	// of [Resolver.Resolve], no veto means on.
	Vetoes []Veto
	// Notes are sentences for a person about what has another effect than it
	// seems: a variable that is set to an on word, or to a word that is not
	// understood. They hold no values of variables.
	Notes []string
	// Consent is the record, as far as it can be read, also when something else
	// keeps collection off. If a refusal in the user's own place does, it is that
	// one. A yes that is not known to be the user's is not in it.
	Consent Consent
	// Path is where the record is, or would be. It is empty if there is no such
	// place.
	Path string
	// Log is true if the tool's variable asks for each event to be shown to the
	// user, instead of being sent or stored. Policy is then off.
	Log bool

	inputs inputs // what it was made from
}

// Reason returns why collection is on or off, in one sentence for a person, such
// as "DO_NOT_TRACK is set". If several things keep it off, it is the most
// important one. It holds no values of variables.
func (d Decision) Reason() string { return d.Reasons()[0] }

// Reasons returns a sentence for each veto, in their order, as [Decision.Reason]
// does for the first. If nothing keeps collection off, the one sentence says since
// when it is on. There is always at least one.
func (d Decision) Reasons() []string {
	if len(d.Vetoes) == 0 {
		if d.Policy == telemetry.Enabled {
			return []string{"you enabled it" + on(d.Consent.DecidedAt)}
		}
		return []string{"nothing was resolved"}
	}
	reasons := make([]string, len(d.Vetoes))
	for i, v := range d.Vetoes {
		reasons[i] = d.reason(v)
	}
	return reasons
}

func (d Decision) reason(v Veto) string {
	switch v.Code {
	case VetoDoNotTrack:
		return v.Detail + " is set"
	case VetoEnvOff:
		if d.Log {
			return v.Detail + " asks for events to be shown, not sent or stored"
		}
		return v.Detail + " turns it off"
	case VetoCI:
		return "a CI system is running this (" + v.Detail + " is set)"
	case VetoRecordUnreadable:
		return "the record of your decision cannot be read: " + v.Detail
	case VetoRecordTooNew:
		return "a newer version of this software recorded your decision"
	case VetoDenied:
		if v.Detail != "" {
			return "you disabled it" + on(d.Consent.DecidedAt) + " in " + v.Detail + ", which counts even though the environment names another directory"
		}
		return "you disabled it" + on(d.Consent.DecidedAt)
	case VetoUndecided:
		if v.Detail != "" {
			return "you have not decided yet: " + v.Detail
		}
		return "you have not decided yet"
	case VetoNoticeOutdated:
		return "what is collected has changed since you enabled it" + on(d.Consent.DecidedAt)
	}
	return string(v.Code)
}

// on returns the day of a decision, in UTC, to follow a sentence.
func on(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return " on " + at.UTC().Format(time.DateOnly)
}

func (d *Decision) veto(code VetoCode, detail string) {
	d.Vetoes = append(d.Vetoes, Veto{Code: code, Detail: detail})
}

func (d *Decision) note(sentence string) { d.Notes = append(d.Notes, sentence) }
