package consent_test

import (
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

func TestOnlyEnabledIsEnabled(t *testing.T) {
	for state := range 256 {
		want := telemetry.Disabled
		if consent.State(state) == consent.Enabled {
			want = telemetry.Enabled
		}
		if got := consent.State(state).Policy(); got != want {
			t.Errorf("State(%d).Policy() is %v, want %v", state, got, want)
		}
	}
	var zero consent.Consent
	if zero.State != consent.Unset {
		t.Errorf("the zero Consent is %v, want unset", zero.State)
	}
}

func TestStateString(t *testing.T) {
	for state, want := range map[consent.State]string{
		consent.Unset: "unset", consent.Enabled: "enabled", consent.Disabled: "disabled", 3: "invalid", 255: "invalid",
	} {
		if got := state.String(); got != want {
			t.Errorf("State(%d).String() is %q, want %q", uint8(state), got, want)
		}
	}
}
