package machineid

import (
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

const (
	idA = "1a1238d601ad430cbea7efb0d1f3d92d"
	idB = "88f4a1b2-3c4d-4e5f-8a9b-0c1d2e3f4a5b"
)

var uuid4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func says(id string) source { return func() string { return id } }

func TestUnusableIDCountsAsAbsent(t *testing.T) {
	for _, tt := range []struct{ name, id string }{
		{"empty", ""},
		{"white space", " \t\r\n"},
		{"a placeholder", "uninitialized\n"},
		{"zeros", strings.Repeat("0", 32)},
		{"a UUID of zeros", "00000000-0000-0000-0000-000000000000"},
		{"all f", strings.Repeat("f", 32)},
		{"all F and f", strings.Repeat("Ff", 16)},
		{"a UUID of F", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"},
		{"31 digits", idA[1:]},
		{"33 digits", idA + "0"},
		{"36 digits", idA + "0000"},
		{"32 characters, one not hexadecimal", "g" + idA[1:]},
		{"white space inside", idA[:16] + "\n" + idA[17:]},
		{"hyphens in other places", "88f4a1b23-c4d-4e5f-8a9b-0c1d2e3f4a5b"},
		{"36 characters without one hyphen", "88f4a1b2-3c4d-4e5f-8a9b00c1d2e3f4a5b"},
		{"only hyphens", strings.Repeat("-", 36)},
		{"a UUID in braces", "{" + idB + "}"},
		{"two IDs", idA + "\n" + idA},
		{"a byte order mark", "\ufeff" + idA},
		{"binary", "\x00\x01\xfe\xff" + strings.Repeat("\x80", 28)},
		{"NUL after it", idA + "\x00"},
		{"long", strings.Repeat("a", 1<<20)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := identify([]source{says(tt.id)}); got.stable || !uuid4.MatchString(got.id) {
				t.Errorf("alone: %+v, want a random UUID that is not stable", got)
			}
			if got := identify([]source{says(tt.id), says(idB)}); !got.stable || got.id != idB {
				t.Errorf("before a usable one: %+v, want that one", got)
			}
		})
	}
}

func TestUsableIDIsTakenAsItIs(t *testing.T) {
	for _, tt := range []struct{ name, said, want string }{
		{"32 digits", idA, idA},
		{"a UUID", idB, idB},
		{"a line", idA + "\n", idA},
		{"white space around it", " \t" + idB + " \r\n\n", idB},
		{"upper case", "A3344D1D-1234-22A1-B123-11AB1C11D111", "A3344D1D-1234-22A1-B123-11AB1C11D111"},
		{"mixed case", "1A1238d601ad430cbea7efb0d1f3d92D", "1A1238d601ad430cbea7efb0d1f3d92D"},
		{"nearly zeros", strings.Repeat("0", 31) + "1", strings.Repeat("0", 31) + "1"},
		{"nearly f", "e" + strings.Repeat("f", 31), "e" + strings.Repeat("f", 31)},
		{"zeros and f", strings.Repeat("00ff", 8), strings.Repeat("00ff", 8)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := identify([]source{says(tt.said), says("0" + idA[1:])}); !got.stable || got.id != tt.want {
				t.Errorf("got %+v, want %q", got, tt.want)
			}
		})
	}
}

// What many machines have is hashed all the same, as by the Rust crate.
func TestDefaultIDsAreNotStable(t *testing.T) {
	for _, id := range []string{
		"00020003-0004-0005-0006-000700080009", "03000200-0400-0500-0006-000700080009",
		"12345678-1234-5678-90AB-CDDEEFAABBCC", "11111111-1111-1111-1111-111111111111", "FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE",
		"88544b92092430bc5d3fbbffc12a2f04", "85F94E57AB75F80918CAB17D001EAC85",
	} {
		if got := identify([]source{says(id)}); got.stable || got.id != id {
			t.Errorf("%s: %+v, want it, and not stable", id, got)
		}
	}
	for _, id := range []string{idA, idB, "11111111-1111-1111-1111-111111111112"} {
		if got := identify([]source{says(id)}); !got.stable {
			t.Errorf("%s is not stable", id)
		}
	}
}

func TestIDInAContainerIsNotStable(t *testing.T) {
	got := once(func() []source { return []source{says(idA)} }, func() (yes, sure bool) { return true, true })()
	if got.stable || got.id != idA {
		t.Errorf("%+v, want the image's ID, and not stable", got)
	}
	got = once(func() []source { return []source{says(idA)} }, func() (yes, sure bool) { return false, false })()
	if !got.stable || !got.unsure { // one failed look must not give a machine another identity
		t.Errorf("if it cannot be told: %+v, want it to be stable and unsure", got)
	}
}

func TestReadOnceByHundredGoroutines(t *testing.T) {
	var reads atomic.Int32
	setSources(t, func() string { reads.Add(1); return idA })
	if n := reads.Load(); n != 0 {
		t.Fatalf("%d reads before anyone asked", n)
	}
	want := derive("salt", idA)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			<-start
			if got := Derive("salt"); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if !Stable() {
				t.Error("not stable")
			}
		})
	}
	close(start)
	wg.Wait()
	if n := reads.Load(); n != 1 {
		t.Errorf("%d reads, want 1", n)
	}
}

func TestWithoutIDOneIdentityPerProcess(t *testing.T) {
	setSources(t)
	id := host().id
	if !uuid4.MatchString(id) {
		t.Fatalf("%q is not a UUID of version 4", id)
	}
	for _, salt := range []string{"a", "b", "a"} {
		if got := Derive(salt); got != derive(salt, id) {
			t.Errorf("salt %q: got %s, not from the one random UUID", salt, got)
		}
	}
	if Stable() {
		t.Error("a random identity counts as stable")
	}
}

func TestWithoutIDProcessesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		out, err := child(t, "absent")
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		first, again, _ := strings.Cut(out, "\n")
		if first != again {
			t.Errorf("one process gave %q, then %q", first, again)
		}
		fields := strings.Fields(first)
		if len(fields) != 3 || len(fields[0]) != 64 || fields[0] == fields[1] || fields[2] != "false" {
			t.Fatalf("got %q, want two different identities and false", first)
		}
		if seen[fields[0]] {
			t.Error("two processes got the same random identity")
		}
		seen[fields[0]] = true
	}
}
