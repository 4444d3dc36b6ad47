package telemetry

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
)

// ID identifies one event: 128 random bits, written as 32 lower-case
// hexadecimal digits. A receiver that has seen an ID before has been sent a
// duplicate and can drop it. An ID says nothing about the machine or the user.
//
// The zero ID means that the event has none; it is left out of the encoding.
type ID [16]byte

// newID returns a fresh random ID. It cannot fail: crypto/rand ends the process
// where the operating system has no randomness, before the tool's own code
// could run.
func newID() ID {
	var id ID
	_, _ = rand.Read(id[:])
	return id
}

// IsZero reports whether id is the zero ID.
func (id ID) IsZero() bool { return id == ID{} }

// String returns id as 32 lower-case hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// MarshalText returns id as 32 lower-case hexadecimal digits. It never fails.
func (id ID) MarshalText() ([]byte, error) {
	return hex.AppendEncode(nil, id[:]), nil
}

// UnmarshalText sets id from 32 hexadecimal digits. Anything else is an
// [ErrSerde] and leaves id unchanged.
func (id *ID) UnmarshalText(text []byte) error {
	var parsed ID
	if len(text) != hex.EncodedLen(len(parsed)) {
		return errBadID()
	}
	if _, err := hex.Decode(parsed[:], text); err != nil {
		return errBadID()
	}
	*id = parsed
	return nil
}

func errBadID() error {
	return &Error{Kind: ErrSerde, Op: "telemetry: event ID", Err: errors.New("want 32 hexadecimal digits")}
}
