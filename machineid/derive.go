package machineid

import (
	"crypto/sha256"
	"encoding/hex"
)

// Derive returns the machine's identity for salt: 64 lower-case hexadecimal
// digits, the SHA-256 of the bytes of salt followed by those of the machine's
// ID, as the specification of rtb-telemetry has it.
//
// Give each tool a salt of its own, such as "mytool.telemetry.v1": equal salts
// give equal identities, and so let the users of two tools be matched. An empty
// salt is not refused here.
//
// Derive does not fail and does not panic. Where the operating system has no
// usable ID it derives from a random UUID, the same one until the process ends;
// see [Stable]. The first call reads the ID, which on macOS runs a program for
// at most two seconds; later calls only hash. It is safe for concurrent use.
func Derive(salt string) string {
	return derive(salt, host().id)
}

// Stable reports whether the operating system has a usable ID. If it is false,
// what [Derive] returns ends with this process. Like Derive, the first call
// reads the ID. It is safe for concurrent use.
func Stable() bool {
	return host().stable
}

func derive(salt, id string) string {
	// Room on the stack for the longest ID and an ordinary salt.
	input := append(make([]byte, 0, 128), salt...)
	input = append(input, id...)
	sum := sha256.Sum256(input)
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}
