package poster

import (
	"context"
	"errors"
	"net/url"
	"strings"
)

// Poster posts bodies to one URL. [New] makes one; the methods of a nil or zero
// Poster return an error.
//
// A Poster is safe for concurrent use. Printing it shows no URL, token or
// header.
type Poster struct {
	// A func rather than a struct: fmt prints unexported fields, secrets
	// included, and some printers follow pointers.
	state func() *state
}

var (
	errName    = errors.New("poster.Config.Name is required; set it to the name of the package that posts")
	errTimeout = errors.New("Config.Timeout is negative; leave it zero for the default")
	errNotMade = errors.New("the sink is nil or zero; make one with New and look at its error")
)

// New returns a Poster. It does not use the network, and keeps no map of cfg.
// An error names the field of cfg, never its value.
func New(cfg Config) (*Poster, error) {
	s, err := newState(cfg)
	if err != nil {
		return nil, err
	}
	return &Poster{state: func() *state { return s }}, nil
}

// Op returns the operation for an error: the package, and the scheme and host
// of the URL.
func (p *Poster) Op() string {
	if p.isZero() {
		return ""
	}
	return p.state().op
}

// Recipient returns the host that bodies are posted to, with the port unless it is
// the scheme's default.
func (p *Poster) Recipient() string {
	if p.isZero() {
		return ""
	}
	return recipientOf(p.state().endpoint)
}

func (p *Poster) isZero() bool { return p == nil || p.state == nil }

func recipientOf(u *url.URL) string {
	switch port := u.Port(); {
	case port == "", u.Scheme == "https" && port == "443", u.Scheme == "http" && port == "80":
		// u.Hostname() would take the brackets off an IPv6 address.
		return strings.TrimSuffix(u.Host, ":"+port)
	default:
		return u.Host
	}
}

// Request is one body to post.
type Request struct {
	// Path is appended to the path of the endpoint. Empty appends nothing.
	Path        string
	ContentType string
	// Headers are sent in addition to those of the Poster.
	Headers map[string]string
	// IdempotencyKey is the same for every attempt to post the same body. Empty
	// sends none.
	IdempotencyKey string
	// Body is gzipped if it is longer than 1 KiB. It is not modified.
	Body []byte
}

// Answer is a receiver's answer to a request that it accepted.
type Answer struct {
	ContentType string
	// Body is the first 64 KiB of the answer.
	Body []byte
	// Cut says that the answer was longer.
	Cut bool
}

// Post posts r once, and returns the answer if its status is 2xx. It returns when
// the answer is complete or has reached 64 KiB, or when ctx or the timeout ends.
// It leaves no connection behind. A nil ctx never ends.
//
// [IsFinal] tells whether an error rules out another attempt. The error for a
// status is a [*StatusError]. An answer in HTML is an error too: it comes from
// a network's login page rather than from a receiver. No error holds the path
// or query of the URL, a header or a body.
func (p *Poster) Post(ctx context.Context, r Request) (Answer, error) {
	if p.isZero() {
		return Answer{}, errNotMade
	}
	if ctx == nil {
		ctx = context.Background()
	}
	return p.state().post(ctx, r)
}
