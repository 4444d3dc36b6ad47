package machineid

import (
	"crypto/rand"
	"encoding/hex"
	"strings"
	"sync"
)

// identity is what this process derives from: the machine's ID, or a random
// UUID in its place.
type identity struct {
	id     string
	stable bool
}

// A source is one place where an operating system keeps the machine's ID. It
// returns what it finds there, or "". It returns no error, because an error
// could carry what was found.
type source func() string

var host = once(sources)

// once defers the reading to the first call of the function that it returns, so
// that a tool whose telemetry is off never reads an ID.
func once(sources func() []source) func() identity {
	return sync.OnceValue(func() identity { return identify(sources()) })
}

// identify takes the first usable ID of sources, in their order.
func identify(sources []source) identity {
	for _, read := range sources {
		if id := strings.TrimSpace(read()); usable(id) {
			return identity{id: id, stable: true}
		}
	}
	return identity{id: randomUUID()}
}

// usable reports whether id tells machines apart: placeholders such as
// "uninitialized" and the nil UUID do not, and many machines have them.
func usable(id string) bool {
	digits := id
	if len(id) == 36 {
		if id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
			return false
		}
		digits = id[:8] + id[9:13] + id[14:18] + id[19:23] + id[24:]
	}
	if len(digits) != 32 || strings.Trim(digits, "0123456789abcdefABCDEF") != "" {
		return false
	}
	return strings.Trim(digits, "0") != "" && strings.Trim(digits, "fF") != ""
}

// randomUUID returns a UUID of version 4.
func randomUUID() string {
	var b [16]byte
	rand.Read(b[:]) // documented to return no error
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	digits := hex.EncodeToString(b[:])
	return digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
}
