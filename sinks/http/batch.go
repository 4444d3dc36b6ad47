package httpsink

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

func encodeBatch(events []telemetry.Event) *poster.Objects {
	return poster.Encode(len(events), "[", "]", func(dst []byte, i int) ([]byte, error) {
		return appendObject(dst, &events[i])
	})
}

// appendObject appends the JSON of e for the receiver. On an error it returns
// nothing.
func appendObject(dst []byte, e *telemetry.Event) ([]byte, error) {
	dst, err := e.AppendJSON(dst)
	if err != nil {
		return nil, err
	}
	dst = append(dst[:len(dst)-len("}")], `,"severity":"`...)
	dst = append(dst, e.Severity()...)
	return append(dst, `"}`...), nil
}

// idempotencyKey returns the key of the encoded events from (inclusive) to
// (exclusive). It prefers IDs to bytes: a newer version of the tool may encode an
// event differently between two attempts.
func idempotencyKey(o *poster.Objects, events []telemetry.Event, from, to int) string {
	h := sha256.New()
	for i := from; i < to; i++ {
		if id := events[o.Event(i)].ID; id.IsZero() {
			sum := sha256.Sum256(o.Object(i))
			h.Write(sum[:])
		} else {
			h.Write(id[:])
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
