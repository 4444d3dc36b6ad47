package app

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
		SaidFor        bool       `json:"said_for"` // an installer decided for the user
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
	NextAttempt *time.Time     `json:"next_attempt"`
	Delivered   *int           `json:"delivered"`
	Dropped     map[string]int `json:"dropped"` // by reason
	SentBy      struct {
		Mode      string     `json:"mode"`       // "second_process", "exit" or "none"
		Every     *string    `json:"every"`      // of a second process, as "10m0s"
		Budget    *string    `json:"budget"`     // of the end of a run
		LastStart *time.Time `json:"last_start"` // or try
		Failures  int        `json:"failures"`   // tries in a row
		Problem   *string    `json:"problem"`    // why no sender starts
	} `json:"sent_by"`
	CanQueue bool `json:"can_queue"` // whether files can be locked there
	Deletion struct {
		AskedAt *time.Time `json:"asked_at"` // when the unacknowledged request was made
	} `json:"deletion"`
}

type vetoJSON struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (s *status) writeJSON(w io.Writer, showID bool) error {
	j := statusJSON{Schema: 1, Tool: s.tool, State: "off", Sending: s.sending(), Vetoes: []vetoJSON{}}
	if s.verdict.on() {
		j.State = "on"
	}
	for _, v := range s.verdict.Vetoes {
		j.Vetoes = append(j.Vetoes, vetoJSON{string(v.Code), v.Detail})
	}
	if len(j.Vetoes) > 0 {
		j.Reason = &j.Vetoes[0].Code
	}

	j.Consent.Decision = pointer(s.decision())
	j.Consent.DecidedAt = inUTC(s.verdict.Consent.DecidedAt)
	j.Consent.Notice = pointer(agreedNotice(s.verdict.Consent).ID())
	j.Consent.SaidFor = hasMark(s.verdict.Consent, markYes)
	j.Consent.RequiredNotice = s.required.ID()
	j.Consent.Path = pointer(s.verdict.Path)

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
	if s.waitingErr == nil {
		j.Delivered = &s.waiting.Delivered
	}
	j.Dropped = byReason(s.waiting.Dropped)

	j.SentBy.Mode = s.sender.mode
	if s.sender.every > 0 {
		j.SentBy.Every = pointer(s.sender.every.String())
	}
	if s.sender.budget > 0 {
		j.SentBy.Budget = pointer(s.sender.budget.String())
	}
	j.SentBy.LastStart, j.SentBy.Failures = inUTC(s.sender.started), s.sender.failures
	j.SentBy.Problem = pointer(s.sender.problem())
	j.CanQueue = !s.noLocks
	j.Deletion.AskedAt = inUTC(s.deletion.askedAt)
	return writeJSON(w, j)
}
