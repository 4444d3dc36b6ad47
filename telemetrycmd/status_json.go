package telemetrycmd

import (
	"io"
	"time"
)

// statusJSON is what "status --output json" prints. Keys are never absent.
type statusJSON struct {
	Schema  int        `json:"schema"`
	Tool    string     `json:"tool"`
	State   string     `json:"state"`   // "on" or "off"
	Sending bool       `json:"sending"` // whether anything leaves this machine
	Reason  *string    `json:"reason"`  // the code of the first veto
	Vetoes  []vetoJSON `json:"vetoes"`
	Consent struct {
		Decision       *string    `json:"decision"` // "enabled" or "disabled"
		DecidedAt      *time.Time `json:"decided_at"`
		Notice         *string    `json:"notice"`
		RequiredNotice string     `json:"required_notice"`
		Path           *string    `json:"path"`
	} `json:"consent"`
	Identity struct {
		Kind   string  `json:"kind"` // "none", "machine" or "random"
		ID     *string `json:"id"`
		Stable *bool   `json:"stable"`
	} `json:"identity"`
	Recipient struct {
		Host      *string `json:"host"`
		NoticeURL *string `json:"notice_url"`
	} `json:"recipient"`
	Waiting struct {
		Events *int       `json:"events"`
		Bytes  *int64     `json:"bytes"`
		Oldest *time.Time `json:"oldest"`
		Path   *string    `json:"path"`
	} `json:"waiting"`
	LastDelivery struct {
		At     *time.Time `json:"at"`
		Result string     `json:"result"` // "never", "ok", or what went wrong
	} `json:"last_delivery"`
	NextAttempt *time.Time `json:"next_attempt"`
}

type vetoJSON struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (s *status) writeJSON(w io.Writer, showID bool) error {
	j := statusJSON{Schema: 1, Tool: s.tool, State: "off", Sending: s.sending(), Vetoes: []vetoJSON{}}
	if s.gate.on() {
		j.State = "on"
	}
	for _, v := range s.gate.Vetoes {
		j.Vetoes = append(j.Vetoes, vetoJSON{string(v.Code), v.Detail})
	}
	if len(j.Vetoes) > 0 {
		j.Reason = &j.Vetoes[0].Code
	}

	j.Consent.Decision = pointer(s.decision())
	j.Consent.DecidedAt = inUTC(s.gate.Consent.DecidedAt)
	j.Consent.Notice = pointer(s.gate.Consent.Notice)
	j.Consent.RequiredNotice = s.required
	j.Consent.Path = pointer(s.gate.Path)

	j.Identity.Kind = s.identity.kind
	j.Identity.ID = pointer(s.identity.shown(showID))
	if s.identity.kind != "none" {
		stable := s.identity.kind == "machine"
		j.Identity.Stable = &stable
	}

	j.Recipient.Host = pointer(s.recipient)
	j.Recipient.NoticeURL = pointer(s.noticeURL)

	if s.waitingErr == nil {
		j.Waiting.Events, j.Waiting.Bytes = &s.waiting.Pending, &s.waiting.PendingBytes
	}
	j.Waiting.Oldest = inUTC(s.waiting.Oldest)
	j.Waiting.Path = pointer(s.state)

	j.LastDelivery.At = inUTC(s.waiting.LastAttempt)
	j.LastDelivery.Result = "never"
	if s.waiting.LastResult != "" {
		j.LastDelivery.Result = s.waiting.LastResult
	}
	j.NextAttempt = inUTC(s.waiting.NextAttempt)
	return writeJSON(w, j)
}

// inUTC returns nil for the zero time.
func inUTC(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}
