package poster

import (
	"context"
	"errors"
	"net/url"
	"strings"
)

// Poster posts bodies to one URL. [New] makes one; the methods of a nil Poster,
// and of the zero one, return an error.
//
// A Poster may be used by many goroutines at once. Printing it shows no URL,
// token or header.
type Poster struct {
	// A func and not a struct: fmt prints what unexported fields hold, secrets
	// included, and printers that follow pointers exist too.
	state func() *state
}

var (
	errName    = errors.New("poster.Config.Name is required; set it to the name of the package that posts")
	errTimeout = errors.New("Config.Timeout is not above zero")
	errNotMade = errors.New("the sink is nil or zero; make one with New and look at its error")
)

// New returns a Poster. It does not use the network, and keeps none of cfg's
// maps. An error names the field of cfg, never its value.
func New(cfg Config) (*Poster, error) {
	s, err := newState(cfg)
	if err != nil {
		return nil, err
	}
	return &Poster{state: func() *state { return s }}, nil
}

// Op returns what a request does, for an error: the package, the scheme and the
// host, and no more of the URL.
func (p *Poster) Op() string {
	if p.isZero() {
		return ""
	}
	return p.state().op
}

// Recipient returns the host that bodies are posted to, with the port unless it is
// the scheme's own.
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
		// Not u.Hostname(), which takes the brackets off an IPv6 address.
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
	// Headers are sent beside those of the Poster.
	Headers map[string]string
	// IdempotencyKey is the same for every attempt to post the same. Empty sends
	// none.
	IdempotencyKey string
	// Body is sent gzipped if it has more than 1 KiB. It is not modified.
	Body []byte
}

// Answer is what a receiver said to a request that it accepted.
type Answer struct {
	ContentType string
	// Body is the first 64 KiB of the answer.
	Body []byte
	// Cut says that the answer has more.
	Cut bool
}

// Post posts r, once, and returns the answer if its status is a 2xx. It returns
// when the answer is complete or has 64 KiB, or when ctx or the timeout ends, and
// leaves no connection behind. A nil ctx never ends.
//
// [IsFinal] says of an error whether another attempt is useless. An error for a
// status is a [*StatusError]. An answer in HTML is an error too: it comes from
// the login page of a network rather than from a receiver. No error holds the
// path or query of the URL, a header or a body.
func (p *Poster) Post(ctx context.Context, r Request) (Answer, error) {
	if p.isZero() {
		return Answer{}, errNotMade
	}
	if ctx == nil {
		ctx = context.Background()
	}
	return p.state().post(ctx, r)
}
