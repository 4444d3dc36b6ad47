package main

import (
	"context"
	"io"
	"sync"

	"github.com/optin-go/optin/telemetry"
)

// writerSink is a sink of one's own: it writes each event as a line to a pipe, a
// socket, or whatever else is an io.Writer.
type writerSink struct {
	mu sync.Mutex // Emit may be called concurrently
	w  io.Writer
}

func newWriterSink(w io.Writer) *writerSink { return &writerSink{w: w} }

// Emit writes e as one line.
func (s *writerSink) Emit(_ context.Context, e telemetry.Event) error {
	// What leaves the process is redacted: not every event comes from a Recorder.
	// For those that do, this costs next to nothing.
	line, err := e.Redacted().AppendJSON(nil)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.w.Write(append(line, '\n')); err != nil {
		// The kind is what programs tell failures apart by.
		return &telemetry.Error{Kind: telemetry.ErrIO, Op: "writer sink: write", Err: err}
	}
	return nil
}

// Flush does nothing: Emit holds nothing back.
func (s *writerSink) Flush(context.Context) error { return nil }
