package telemetry

// ErrorKind classifies an [Error]. Programs act on the kind with [errors.Is],
// never on the text:
//
//	if errors.Is(err, telemetry.ErrIO) { … }
//
// An ErrorKind is a string constant, so that nobody can reassign it. Its text is
// for people and may change.
type ErrorKind string

// The kinds of errors. The first four are the specification's.
const (
	// ErrIO is returned by sinks and stores whose files could not be opened,
	// read or written.
	ErrIO ErrorKind = "I/O error"
	// ErrSerde is returned when something cannot be encoded as, or decoded from,
	// its stored or wire format.
	ErrSerde ErrorKind = "encoding error"
	// ErrHTTP is returned by a sink that could not deliver over HTTP.
	ErrHTTP ErrorKind = "HTTP error"
	// ErrOTLP is returned by a sink that could not deliver over OTLP.
	ErrOTLP ErrorKind = "OTLP error"
	// ErrConfig is returned by constructors for a required field that is missing
	// or a value that cannot work. The text names the field, never its value.
	ErrConfig ErrorKind = "invalid configuration"
	// ErrRejected is returned for an event that will never be accepted: do not
	// try it again. Recorders return it for an event outside the limits, sinks
	// for one that their receiver refused for good.
	ErrRejected ErrorKind = "rejected"
)

// Error returns the text of the kind.
func (k ErrorKind) Error() string { return string(k) }

// Error is the error of every package of this project. It unwraps to its kind
// and to its cause, so that [errors.Is] and [errors.As] see both.
//
// Its text holds no configured value, credential or raw machine ID. An error
// that says when a receiver wants to be asked again has a cause with the method
// RetryAfter() time.Duration.
type Error struct {
	Kind ErrorKind // what sort of failure it is; one of the constants above
	Op   string    // what was attempted, such as "filesink: open"
	Err  error     // the cause; nil if the kind says it all
}

// Error returns the operation, the kind and the cause, joined by ": ". Parts
// that are empty are left out.
func (e *Error) Error() string {
	if e == nil {
		return ""
	}
	text := e.Op
	if e.Kind != "" {
		text = joinColon(text, string(e.Kind))
	}
	if e.Err != nil {
		text = joinColon(text, e.Err.Error())
	}
	return text
}

// Unwrap returns the kind and the cause, those of them that are set.
func (e *Error) Unwrap() []error {
	if e == nil {
		return nil
	}
	causes := make([]error, 0, 2)
	if e.Kind != "" {
		causes = append(causes, e.Kind)
	}
	if e.Err != nil {
		causes = append(causes, e.Err)
	}
	return causes
}

func joinColon(a, b string) string {
	if a == "" {
		return b
	}
	return a + ": " + b
}
