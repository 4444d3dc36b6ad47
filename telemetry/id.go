package telemetry

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"
)

// ID identifies one event: 128 bits that nobody can predict, written as 32
// lower-case hexadecimal digits. A receiver that has seen an ID before has been
// sent a duplicate and can drop it. An ID says nothing about the machine or the
// user.
//
// The zero ID means that the event has none; it is left out of the encoding.
type ID [16]byte

// newID returns a fresh ID for e, whose texts are redacted. Half of it is random. The
// other half is the seal of these bits and of the texts, by which [Event.Redacted]
// knows e again.
//
// The random bits come from the runtime's ChaCha8 generator, which the kernel
// seeds in each process, and which needs neither a lock nor a system call. The time
// is mixed in, since a process that is restored twice from one snapshot of a
// machine goes on twice with the same generator.
func newID(e *Event) ID {
	random := rand.Uint64() ^ uint64(e.TimestampUTC.UnixNano())
	var id ID
	binary.BigEndian.PutUint64(id[:8], random)
	binary.BigEndian.PutUint64(id[8:], e.seal(random))
	return id
}

// isRedacted reports whether a Recorder of this process made e's texts and its ID.
func (e *Event) isRedacted() bool {
	return binary.BigEndian.Uint64(e.ID[8:]) == e.seal(binary.BigEndian.Uint64(e.ID[:8]))
}

var sealSeed = maphash.MakeSeed()

// seal returns a hash of e's texts and of random that no other process can
// compute. It stands in the ID rather than in a field of its own, so that a
// recorded event equals the one that is read back, and so that no change of a text
// goes unseen.
func (e *Event) seal(random uint64) uint64 {
	h := mix(random, e.Args)
	h = mix(h, e.ErrMsg)
	for i := range e.Attrs {
		h = mix(h, e.Attrs[i].Key)
		h = mix(h, e.Attrs[i].Value)
	}
	return h
}

// mix adds a text to a hash, so that the order of texts counts, and where each ends.
func mix(h uint64, s string) uint64 {
	if s == "" {
		return bits.RotateLeft64(h, 31)
	}
	return (bits.RotateLeft64(h, 29) ^ maphash.String(sealSeed, s)) * 0x9E3779B97F4A7C15 // odd, so that nothing is lost
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
