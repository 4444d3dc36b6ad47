package spoolsink

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// The names of the queue's files. No file of any other name is ever opened,
// counted or removed.
const (
	// A segment is called segment-<when it was made>-<random>.jsonl, the time in
	// nanoseconds since 1970 as 16 hexadecimal digits, so that names sort by age.
	segmentPrefix = "segment-"
	segmentSuffix = ".jsonl"
	// The process that delivers locks the file of this name, and keeps the state in
	// it.
	deliveryName = "delivery"

	timeDigits   = 16
	randomDigits = 8
	nameSize     = len(segmentPrefix) + timeDigits + 1 + randomDigits + len(segmentSuffix)
)

// segmentName returns a new name for a segment that is made at a time.
func segmentName(made int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(max(made, 0)))
	random := strconv.FormatUint(uint64(rand.Uint32()), 16) //nolint:gosec // it only has to be another one
	return segmentPrefix + hex.EncodeToString(b[:]) + "-" + strings.Repeat("0", randomDigits-len(random)) + random + segmentSuffix
}

// segmentTime returns when the segment of that name was made, and whether it is
// the name of a segment at all.
func segmentTime(name string) (time.Time, bool) {
	if len(name) != nameSize || !strings.HasPrefix(name, segmentPrefix) || !strings.HasSuffix(name, segmentSuffix) {
		return time.Time{}, false
	}
	made, random, ok := strings.Cut(name[len(segmentPrefix):nameSize-len(segmentSuffix)], "-")
	if !ok || len(made) != timeDigits || !isHex(made) || !isHex(random) {
		return time.Time{}, false
	}
	nanos, err := strconv.ParseInt(made, 16, 64)
	return time.Unix(0, nanos), err == nil
}

// isHex reports whether s consists of lower-case hexadecimal digits.
func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }
