package spoolsink

import (
	"errors"

	"github.com/optin-go/optin/telemetry"
)

var (
	errNoDir      = errors.New("the directory's path is empty; pass the path of a directory of the spool's own")
	errDirLink    = errors.New("it is a symbolic link, which could lead anywhere; remove it or choose another directory")
	errNotDir     = errors.New("it is not a directory; remove it or choose another directory")
	errForeignDir = errors.New("the directory belongs to another user; choose another one or change its owner")
	errNoExporter = errors.New("the Exporter is nil, so nothing can be delivered; pass one to New")
	errNoName     = errors.New("the event has no name; pass one such as \"command.invoke\"")
	errLong       = errors.New("the event is longer than 1 MiB or than MaxBytes; record less")
	errOtherTool  = errors.New("the event is of another tool than the first one of this Sink; give each tool a spool of its own")
	errVanishing  = errors.New("the segment was removed again and again while it was written")
	errNotQueued  = errors.New("a file of the queue is not a plain file of this user's alone; remove it")
	errForeign    = errors.New("its owner cannot be told")
	errBusy       = errors.New("the lock is held by another process")
	errGone       = errors.New("the file is gone")
	errPanicked   = errors.New("the exporter panicked; this is a bug in the exporter")
	errRefusesAll = errors.New("the receiver rejects every event; its address or key may be wrong")
	errUnderWay   = errors.New("all events are removed, but a request that had begun before has not ended; run it again to be sure that it has")
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
