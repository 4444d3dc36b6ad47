package machineid

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
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

// Stable reports whether [Derive] returns the same for this machine tomorrow, and
// for no other machine. It is false if the operating system has no usable ID, so
// that what Derive returns ends with this process. It is false in a container, whose
// ID is that of all containers of its image, or ends with it, and for IDs that are
// known to be those of many machines; Derive is made from these all the same, as by
// the Rust crate. Like Derive, the first call reads the ID. It is safe for concurrent
// use.
func Stable() bool {
	return host().stable
}

// Local returns a value for salt that a program on this machine can make again, and
// one elsewhere cannot: 64 lower-case hexadecimal digits, or "" if the machine has
// nothing to make it from, or could not be asked whether it is a container. It is for
// what must prove to have been made here, such as a yes in a file that others could
// have planted, and is not to be sent.
//
// It is made from the machine's ID if that is the machine's own, see [Stable]. Where
// it is not, as in a container, it is made from the ID of the kernel's boot as well,
// and so ends when the machine is started again.
//
// It is no secret from programs on this machine: they may read what it is made from.
// It is another value than [Derive]'s for the same salt. Like Derive, the first call
// reads the ID. It is safe for concurrent use.
func Local(salt string) string {
	return local(salt, host(), boot)
}

// boot is read once: that it cannot be read later must not take a yes away.
var boot = sync.OnceValue(bootID)

func local(salt string, host identity, boot func() string) string {
	if host.unsure {
		return "" // tomorrow it would be another one
	}
	if host.stable {
		return derive("local\x00"+salt+"\x00", host.id)
	}
	if b := boot(); usable(b) {
		return derive("boot\x00"+salt+"\x00", b)
	}
	return ""
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
