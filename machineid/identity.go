package machineid

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"sync"
)

// identity is what this process derives from: the machine's ID, or a random
// UUID in its place.
type identity struct {
	id     string
	stable bool // it is this machine's own, and will be its own tomorrow
	unsure bool // it may be a container's: the system could not be asked
}

// A source is one place where an operating system keeps the machine's ID. It
// returns what it finds there, or "". It returns no error, because an error
// could carry what was found.
type source func() string

var host = once(sources, inContainer)

// once defers the reading to the first call of the function that it returns, so
// that a tool whose telemetry is off never reads an ID.
func once(sources func() []source, inContainer func() (yes, sure bool)) func() identity {
	return sync.OnceValue(func() identity {
		i := identify(sources())
		yes, sure := inContainer()
		i.stable = i.stable && !yes
		i.unsure = i.stable && !sure
		return i
	})
}

// identify takes the first usable ID of sources, in their order.
func identify(sources []source) identity {
	for _, read := range sources {
		if id := strings.TrimSpace(read()); usable(id) {
			return identity{id: id, stable: !isDefault(id)}
		}
	}
	return identity{id: randomUUID()}
}

// isDefault reports whether many machines have id, because their maker or the maker
// of an image did not choose one for each.
func isDefault(id string) bool {
	digits := strings.ToLower(strings.ReplaceAll(id, "-", ""))
	if strings.Count(digits, digits[:2]) == len(digits)/2 {
		return true // 11111111-1111-1111-1111-111111111111, fefefefe-…
	}
	switch digits {
	case "00020003000400050006000700080009", "03000200040005000006000700080009", // mainboards
		"0102030405060708090a0b0c0d0e0f10", "12345678123456781234567812345678", "123456781234567890abcddeefaabbcc",
		"85f94e57ab75f80918cab17d001eac85", "88544b92092430bc5d3fbbffc12a2f04": // Debian's images 11.1 and 11.2
		return true
	}
	return false
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

// randomUUID returns a UUID of version 4. It has to be another one, and no secret.
// Package crypto/rand sets a timer, which starts the runtime's poller, which a process
// without free descriptors does not survive.
func randomUUID() string {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], rand.Uint64()) //nolint:gosec // see above
	binary.LittleEndian.PutUint64(b[8:], rand.Uint64()) //nolint:gosec // see above
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	digits := hex.EncodeToString(b[:])
	return digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
}
