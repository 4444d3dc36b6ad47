package telemetry

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/optin-go/optin/redact"
)

// Recorder stamps events with the tool's and the machine's identity, the time
// and an ID, redacts them, and hands them to its [Sink]. It is the
// specification's TelemetryContext.
//
// A nil Recorder and the zero Recorder are disabled: every method does nothing
// and returns no error. So is one whose policy is [Disabled]; off, a Recorder
// builds no event, calls no sink and allocates nothing. A Recorder may be used
// by many goroutines at once. It cannot take the tool down: a panic of its sink
// becomes an error.
type Recorder struct {
	on *stamp // nil is off
}

// stamp is what an enabled Recorder puts on events, and where they go.
type stamp struct {
	tool, toolVersion string
	// A pointer, because fmt prints what a Recorder by value holds, but does not
	// follow the pointers in it.
	machineID  *string
	sink       Sink
	redactor   *redact.Redactor
	vocabulary Vocabulary // nil is everything
	attrs      Attrs      // of every event, sorted
	keys       keyClasses // of free text
}

// New returns a Recorder for cfg.
//
// It returns an [ErrConfig] that names the field when a required one is missing,
// or when MachineID panics or returns an empty string. The Recorder is then nil,
// and so disabled. When the policy is not [Enabled], New neither calls MachineID
// nor touches the sink.
func New(cfg Config) (*Recorder, error) {
	if err := cfg.check(); err != nil {
		return nil, &Error{Kind: ErrConfig, Op: "telemetry.New", Err: err}
	}
	if cfg.Policy != Enabled {
		return &Recorder{}, nil
	}
	id, err := callMachineID(cfg.MachineID, cfg.Salt)
	if err != nil {
		return nil, &Error{Kind: ErrConfig, Op: "telemetry.New", Err: err}
	}
	on := &stamp{
		tool:        cfg.Tool,
		toolVersion: cfg.ToolVersion,
		machineID:   &id,
		sink:        cfg.Sink,
		redactor:    redact.New(cfg.Redact),
		vocabulary:  cfg.Vocabulary,
	}
	for _, a := range cfg.Attrs {
		on.attrs = on.attrs.with(a)
	}
	if on.sink == nil {
		on.sink = NoopSink{}
	}
	return &Recorder{on: on}, nil
}

// callMachineID leaves a panic's value out of the error: it may hold the raw ID.
func callMachineID(f func(string) string, salt string) (id string, err error) {
	defer func() {
		if recover() != nil {
			id, err = "", errors.New("Config.MachineID panicked; it must return the machine's identity")
		}
	}()
	if id = f(salt); id == "" {
		return "", errors.New("Config.MachineID returned an empty string; it must return the machine's identity")
	}
	return id, nil
}

// Record emits an event of the given name and attributes, as the specification's
// record and record_with_attrs do. It stamps tool, version, machine ID, time, ID
// and [Config.Attrs], and redacts the attributes' values, but for those that
// [Config.Vocabulary] knows as fixed words. Of attributes with equal keys the last
// one counts, and one that is passed counts before one of Config.Attrs. Record
// copies attrs, and must not retain or modify it.
//
// Record returns what the sink returned. An event outside the limits, see
// [MaxNameBytes], whose name or key is no identifier, or that the Vocabulary
// refuses, is [ErrRejected]; nothing is emitted then. When disabled, Record does
// nothing and returns nil.
func (r *Recorder) Record(ctx context.Context, name string, attrs ...Attr) error {
	if r == nil || r.on == nil {
		return nil
	}
	return r.on.record(ctx, name, "", "", attrs)
}

// RecordEvent emits e as [Recorder.Record] does, with its Name, Args, ErrMsg and
// Attrs. All other fields are overwritten: a Recorder vouches for identity and
// time. RecordEvent must not modify e.Attrs.
func (r *Recorder) RecordEvent(ctx context.Context, e Event) error {
	if r == nil || r.on == nil {
		return nil
	}
	return r.on.record(ctx, e.Name, e.Args, e.ErrMsg, e.Attrs)
}

// Flush flushes the sink. When disabled, it does nothing and returns nil.
func (r *Recorder) Flush(ctx context.Context) error {
	if r == nil || r.on == nil {
		return nil
	}
	return flush(orBackground(ctx), r.on.sink)
}

// Policy returns [Enabled] or [Disabled], and nothing else.
func (r *Recorder) Policy() CollectionPolicy {
	if r == nil || r.on == nil {
		return Disabled
	}
	return Enabled
}

// String describes r for a log: policy, tool and version. It never holds the
// machine ID.
func (r *Recorder) String() string {
	if r == nil || r.on == nil {
		return "telemetry.Recorder(disabled)"
	}
	return "telemetry.Recorder(enabled, " + r.on.tool + " " + r.on.toolVersion + ")"
}

// GoString returns what String returns, so that the %#v of fmt does not reveal
// the machine ID either.
func (r *Recorder) GoString() string { return r.String() }

func (s *stamp) record(ctx context.Context, name, args, errMsg string, attrs []Attr) error {
	if err := checkLimits(name, attrs); err != nil {
		return rejected(err)
	}
	own := s.ownAttrs(attrs, args != "" || errMsg != "")
	if len(own) > MaxAttrs {
		return rejected(errAttrsMany)
	}
	closed, err := s.check(name, args, errMsg, own)
	if err != nil {
		return err
	}
	for i := range own {
		if closed>>i&1 == 0 {
			own[i].Value = s.redacted(own[i].Key, own[i].Value)
		}
	}
	e := Event{
		Name: name, Tool: s.tool, ToolVersion: s.toolVersion, MachineID: *s.machineID, TimestampUTC: time.Now().UTC(),
		Attrs: slices.Clip(own), // what a sink appends is its own
	}
	if args != "" {
		e.Args = bounded(args, s.redactor.String)
	}
	if errMsg != "" {
		e.ErrMsg = bounded(errMsg, s.redactor.String)
	}
	e.ID = newID(&e)
	return emit(orBackground(ctx), s.sink, &e)
}

// ownAttrs returns a sorted copy of the attributes of every event and of these,
// with room for two more if there are texts. The argument must not escape: else a
// disabled call would allocate it.
func (s *stamp) ownAttrs(attrs []Attr, texts bool) Attrs {
	room := len(s.attrs) + len(attrs)
	if texts {
		room += 2
	}
	own := append(make(Attrs, 0, room), s.attrs...)
	for _, a := range attrs {
		own = own.with(a)
	}
	return own
}

// redacted returns what is recorded of free text under the key.
func (s *stamp) redacted(key, value string) string {
	if s.keys.isCredential(key) {
		return bounded(value, func(v string) string { return s.redactor.Value(key, v) })
	}
	return bounded(value, s.redactor.String)
}

func rejected(err error) error {
	return &Error{Kind: ErrRejected, Op: "telemetry: record", Err: err}
}

// orBackground keeps a forgotten context from panicking in a sink.
func orBackground(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}
