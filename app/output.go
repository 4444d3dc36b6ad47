package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// output is the value of the flag --output.
type output string

const (
	outputText output = "text"
	outputJSON output = "json"
)

// String returns the word given.
func (o *output) String() string {
	if o == nil {
		return ""
	}
	return string(*o)
}

// Set accepts one of the words.
func (o *output) Set(word string) error {
	switch v := output(word); v {
	case outputText, outputJSON:
		*o = v
		return nil
	}
	return errors.New("use text or json")
}

// writeJSON writes v as one line.
func writeJSON(w io.Writer, v any) error {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(line.Bytes())
	return err
}

// pointer returns nil for the zero value, so that JSON has null.
func pointer[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// inUTC returns nil for the zero time.
func inUTC(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

// byReason returns counts by reason in the form that JSON has.
func byReason(dropped map[spoolsink.DropReason]int) map[string]int {
	counts := map[string]int{}
	for reason, n := range dropped {
		counts[string(reason)] = n
	}
	return counts
}
