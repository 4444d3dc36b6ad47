package poster

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
)

// transportError says why there is no complete answer. It does not hold
// net/http's error, whose text has the URL with its query, parts of an answer,
// or a proxy's address with its password.
type transportError struct {
	text  string
	cause error // one that is safe to print, or nil
}

func (e *transportError) Error() string { return e.text }

func (e *transportError) Unwrap() error { return e.cause }

// Timeout reports whether the deadline passed.
func (e *transportError) Timeout() bool { return errors.Is(e.cause, context.DeadlineExceeded) }

// transportFailure returns the part of err that is safe to print. err ended a
// request of ctx.
func transportFailure(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil {
		return &transportError{text: "the caller's context ended: " + ended.Error(), cause: ended}
	}
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		alert   tls.AlertError
		timeout interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &dns) && !dns.IsTimeout:
		return &transportError{text: "the host's name cannot be resolved"}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &transportError{text: "no complete answer in time", cause: context.DeadlineExceeded}
	case errors.As(err, &cert):
		return &transportError{text: "the server's certificate is not valid for it, or not trusted"}
	case errors.As(err, &record), errors.As(err, &alert):
		return &transportError{text: "the server and this client cannot agree on TLS"}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &transportError{text: "the connection was closed before the answer was complete", cause: io.ErrUnexpectedEOF}
	}
	if errno := systemError(err); errno != nil {
		return &transportError{text: errno.Error(), cause: errno}
	}
	return &transportError{text: "the request failed"}
}
