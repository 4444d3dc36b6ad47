package sinktest

import "github.com/optin-go/optin/telemetry"

// ExporterSubject is one fresh [telemetry.Exporter] under test, and the receiver
// behind it.
type ExporterSubject struct {
	// Exporter is what is tested. Required.
	Exporter telemetry.Exporter

	// Events returns what the receiver has accepted, in its order. Name, ID and Attrs
	// of each are compared, whatever else the receiver's format carries. Required.
	Events func() ([]telemetry.Event, error)

	// Fail makes the receiver fail from now on, in a way that will pass. Nil says
	// that it cannot.
	Fail func()

	// Hang makes the receiver take requests and answer none, from now on. Nil says
	// that there is nobody to wait for.
	Hang func()

	// Reject makes the receiver refuse for good, from now on, the event of the given
	// ID, and accept the rest of its batch. Nil says that it accepts a batch or does
	// not.
	Reject func(id telemetry.ID)

	// Close releases what the subject holds. It is called once, after all else.
	// Nil is nothing to release.
	Close func() error
}

// OpenExporter returns an ExporterSubject that nothing has been exported to, and
// that shares nothing with the subjects of other calls. It is called once for each
// promise.
type OpenExporter func() (ExporterSubject, error)
