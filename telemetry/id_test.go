package telemetry_test

import (
	"errors"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

func TestIDText(t *testing.T) {
	const text = "000102030405060708090a0b0c0d0eff"
	var id telemetry.ID
	if err := id.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if id.String() != text || id.IsZero() {
		t.Errorf("the ID is %s, zero %v", id, id.IsZero())
	}
	if got, err := id.MarshalText(); err != nil || string(got) != text {
		t.Errorf("MarshalText returned %s, %v", got, err)
	}
	for _, bad := range []string{"", "00", text + "00", text[:31], "g" + text[1:], text[:31] + "\n"} {
		if err := id.UnmarshalText([]byte(bad)); !errors.Is(err, telemetry.ErrSerde) {
			t.Errorf("UnmarshalText(%q) returned %v, want an ErrSerde", bad, err)
		}
		if id.String() != text {
			t.Errorf("UnmarshalText(%q) changed the ID", bad)
		}
	}
	if !(telemetry.ID{}).IsZero() {
		t.Error("the zero ID is not zero")
	}
}
