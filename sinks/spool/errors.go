package spoolsink

import (
	"errors"

	"github.com/optin-go/optin/telemetry"
)

var (
	errNoDir      = errors.New("the directory's path is empty; pass the path of a directory of the spool's own")
	errNoExporter = errors.New("the Exporter is nil, so nothing can be delivered; pass one to New")
	errNoName     = errors.New("the event has no name; pass one such as \"command.invoke\"")
	errLong       = errors.New("the event is longer than 1 MiB or than MaxBytes; record less")
	errOtherTool  = errors.New("the event belongs to another tool than the first one of this Sink; give each tool a spool of its own")
	errVanishing  = errors.New("the segment was removed again and again while it was written; keep other programs out of the directory")
	errPanicked   = errors.New("the exporter panicked; this is a bug in the exporter")
	errRefusesAll = errors.New("the receiver rejects every event; its address or key may be wrong")
	errUnderWay   = errors.New("all events are removed, but a request already under way has not ended; run it again to be sure")
)

func ioError(op string, err error) error { return failed(telemetry.ErrIO, op, err) }

func failed(kind telemetry.ErrorKind, op string, err error) error {
	return &telemetry.Error{Kind: kind, Op: "spoolsink: " + op, Err: err}
}

// kinded returns err, which an exporter returned, as an error with a kind.
func kinded(err error) error {
	var typed *telemetry.Error
	if errors.As(err, &typed) && typed.Kind != "" {
		return err
	}
	return ioError("deliver", err)
}
