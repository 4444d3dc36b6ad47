package consent

import "strings"

// Setting is what the value of a tool's variable, such as MYTOOL_TELEMETRY, asks
// for. The zero value is [SettingUnknown], which is off: a value that nobody
// understands was set by somebody who wanted something, and a yes cannot be it.
type Setting uint8

// The settings. Only [SettingNeutral] and [SettingOn] leave things as they are.
const (
	SettingUnknown Setting = iota // any other word: off
	SettingNeutral                // empty, or not set: as if there were no variable
	SettingOff                    // 0, false, no, off, disabled: off
	SettingLog                    // log: off, and each event is shown instead of sent
	SettingOn                     // 1, true, yes, on, enabled: no effect, a variable cannot consent
)

// ParseVariable returns what the value of a tool's variable asks for. Space around
// the word and its case do not matter. Pass "" for a variable that is not set.
func ParseVariable(value string) Setting {
	switch word(value) {
	case "":
		return SettingNeutral
	case "0", "false", "no", "off", "disabled":
		return SettingOff
	case "log":
		return SettingLog
	case "1", "true", "yes", "on", "enabled":
		return SettingOn
	}
	return SettingUnknown
}

// VariableName returns the name of a tool's variable: the tool's name in upper
// case, followed by _TELEMETRY. Everything but ASCII letters and digits becomes
// an underscore: that of my-tool is MY_TOOL_TELEMETRY.
func VariableName(tool string) string {
	return strings.Map(func(r rune) rune {
		if isLetterOrDigit(r) {
			return r
		}
		return '_'
	}, strings.ToUpper(tool)) + "_TELEMETRY"
}
