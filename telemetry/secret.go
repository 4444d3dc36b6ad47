package telemetry

import (
	"fmt"
	"io"
)

// Secret is a text that must not be printed: a token, or the value of a header.
// Every verb for text or values of fmt, log/slog and encoding/json write
// "[redacted]" in its place. Convert it to a string to use it.
//
// Two things in fmt print a value without asking it. One is a verb that can take
// no text at all, %p and a misplaced %w, which go vet reports. The other is an
// unexported field: a type that holds a Secret in one must keep it behind a
// pointer or in a function.
type Secret string

const redactedSecret = "[redacted]"

// Format writes "[redacted]" for every verb and flag.
func (Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, redactedSecret) }

// String returns "[redacted]".
func (Secret) String() string { return redactedSecret }

// GoString returns "[redacted]".
func (Secret) GoString() string { return redactedSecret }

// MarshalText returns "[redacted]". It never fails.
func (Secret) MarshalText() ([]byte, error) { return []byte(redactedSecret), nil }
