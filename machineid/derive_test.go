package machineid

import (
	"strings"
	"testing"
)

// printf %s SALT ID | sha256sum gives the same.
func TestDeriveKnownAnswers(t *testing.T) {
	const salt = "mytool.telemetry.v1"
	for _, tt := range []struct{ name, id, want string }{
		{"linux", "1a1238d601ad430cbea7efb0d1f3d92d", "a759226c9913d48c2e2c30a58b8a1deb70d2762377536395ad1d358219ffffe1"},
		{"macOS, upper case kept", "A3344D1D-1234-22A1-B123-11AB1C11D111", "2151e7f7f09b3c3afd61f0a12285cfdd388dc422b039dc60183a21c491cb3569"},
		{"windows", "88f4a1b2-3c4d-4e5f-8a9b-0c1d2e3f4a5b", "69cf10dfdc7a31a70f6f31fab3d8afc1e2db1b71cb214e14b4f9491e4acba0e8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := derive(salt, tt.id); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestDeriveIs64HexDigits(t *testing.T) {
	for _, salt := range []string{"mytool.telemetry.v1", "", "\x00\xff", strings.Repeat("s", 1<<20)} {
		id := Derive(salt)
		if len(id) != 64 || strings.Trim(id, "0123456789abcdef") != "" {
			t.Errorf("a salt of %d bytes: %q, want 64 lower-case hexadecimal digits", len(salt), id)
		}
	}
}

func TestDeriveIsStablePerSalt(t *testing.T) {
	first, again := Derive("mytool.telemetry.v1"), Derive("mytool.telemetry.v1")
	if first != again {
		t.Errorf("one salt gave %s, then %s", first, again)
	}
	if rotated := Derive("mytool.telemetry.v2"); rotated == first {
		t.Error("a new salt gave the old identity")
	}
}

func TestDeriveAllocatesItsResultOnly(t *testing.T) {
	Derive("mytool.telemetry.v1")
	if n := testing.AllocsPerRun(100, func() { Derive("mytool.telemetry.v1") }); n > 1 {
		t.Errorf("%v allocations, want 1: the ID is read once, and hashed on the stack", n)
	}
}
