package consent_test

import (
	"testing"

	"github.com/optin-go/optin/consent"
)

func TestParseVariable(t *testing.T) {
	tests := map[consent.Setting][]string{
		consent.SettingNeutral: {"", " ", "\t\n", "\u00a0"},
		consent.SettingOff:     {"0", "false", "no", "off", "disabled", "FALSE", " Off ", "No\n", "\tDISABLED"},
		consent.SettingLog:     {"log", "LOG", " Log "},
		consent.SettingOn:      {"1", "true", "yes", "on", "enabled", "TRUE", " 1 ", "Yes", "\tON\n"},
		consent.SettingUnknown: {"2", "00", "01", "-1", "1.0", "y", "n", "t", "f", "logs", "enable", "disable", "none", "nope", "of f", "true,false", "\x00", "on\x00", "\xff", "ja"},
	}
	for want, values := range tests {
		for _, value := range values {
			if got := consent.ParseVariable(value); got != want {
				t.Errorf("ParseVariable(%q) is %d, want %d", value, got, want)
			}
		}
	}
	var zero consent.Setting
	if zero != consent.SettingUnknown {
		t.Errorf("the zero Setting is %d, want the one that counts as off", zero)
	}
}

func TestVariableName(t *testing.T) {
	for tool, want := range map[string]string{
		"mytool": "MYTOOL_TELEMETRY", "my-tool": "MY_TOOL_TELEMETRY", "My.Tool_2": "MY_TOOL_2_TELEMETRY", "7zip": "7ZIP_TELEMETRY",
		"a--b": "A__B_TELEMETRY", "naïve=tool": "NA_VE_TOOL_TELEMETRY", "": "_TELEMETRY",
	} {
		if got := consent.VariableName(tool); got != want {
			t.Errorf("VariableName(%q) is %q, want %q", tool, got, want)
		}
	}
}

func TestDoNotTrack(t *testing.T) {
	for want, values := range map[bool][]string{
		false: {"", " ", "\t", "0", "false", "no", "off", "FALSE", " Off ", "No\n"},
		true:  {"1", "true", "yes", "on", "TRUE", " 1 ", "2", "00", "disabled", "n", "f", "log", "please", "\x00", "\xff"},
	} {
		for _, value := range values {
			if got := consent.DoNotTrack(value); got != want {
				t.Errorf("DoNotTrack(%q) is %v, want %v", value, got, want)
			}
		}
	}
}
