package machineid

import "testing"

func TestLocalIsMadeFromWhatIsTheMachinesOwn(t *testing.T) {
	stable, shared := identity{id: idA, stable: true}, identity{id: idA}
	boot := func() string { return idB }
	noBoot := func() string { return "" }
	if got := local("salt", stable, func() string { t.Error("the boot's ID was read"); return "" }); len(got) != 64 || got != local("salt", stable, noBoot) {
		t.Errorf("on a machine with an ID of its own: %q", got)
	}
	if got := local("salt", shared, boot); len(got) != 64 || got != local("salt", identity{id: idB}, boot) {
		t.Errorf("in a container: %q, want a value that no image knows", got)
	}
	if got := local("salt", identity{id: idA, stable: true, unsure: true}, boot); got != "" {
		t.Errorf("where it cannot be told what it is: %q, want none", got)
	}
	for _, b := range []string{"", "0", "00000000-0000-0000-0000-000000000000"} {
		if got := local("salt", shared, func() string { return b }); got != "" {
			t.Errorf("with the boot's ID %q: %q, want none", b, got)
		}
	}
	seen := map[string]bool{derive("salt", idA): true, derive("salt", idB): true}
	for _, got := range []string{local("salt", stable, noBoot), local("pepper", stable, noBoot), local("salt", shared, boot), local("pepper", shared, boot)} {
		if seen[got] {
			t.Errorf("%s twice, or what is sent", got)
		}
		seen[got] = true
	}
}

func TestLocalOfThisMachineStaysTheSame(t *testing.T) {
	if first, again := Local("salt"), Local("salt"); first != again {
		t.Errorf("%q, then %q", first, again)
	}
}
