package consent

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// fileName is the record's name in the tool's directory.
const fileName = "consent.toml"

// maxToolName bounds a tool's name in bytes: every file system takes it.
const maxToolName = 64

// DefaultPath returns where the tool's decision is recorded: consent.toml in the
// directory of the tool's name in the user's configuration directory, which is
// that of [os.UserConfigDir]. It touches no file.
//
// An error is [telemetry.ErrConfig]: that of [CheckTool], or there is no
// configuration directory: no home directory is set, or the directory is not an
// absolute path.
func DefaultPath(tool string) (string, error) {
	const op = "consent: default path"
	if err := CheckTool(tool); err != nil {
		return "", err
	}
	dir, err := os.UserConfigDir()
	// A relative path would be another file in each directory, and a project could
	// bring one.
	if err != nil || !filepath.IsAbs(dir) {
		return "", &telemetry.Error{Kind: telemetry.ErrConfig, Op: op, Err: noConfigDir()}
	}
	return filepath.Join(dir, tool, fileName), nil
}

// noConfigDir tells a user why there is no configuration directory, and what to set.
func noConfigDir() error {
	const notAbsolute = " is not an absolute path; set it to one"
	variable := "HOME"
	switch runtime.GOOS {
	case "windows":
		variable = "APPDATA"
	case "plan9":
		variable = "home"
	case "darwin", "ios":
	default:
		if os.Getenv("XDG_CONFIG_HOME") != "" {
			return errors.New("XDG_CONFIG_HOME" + notAbsolute + ", or unset it")
		}
	}
	if os.Getenv(variable) == "" {
		return errors.New("there is no home directory; set " + variable)
	}
	return errors.New(variable + notAbsolute)
}

// CheckTool returns nil if every system can use tool as the name of a directory. A
// name has 1 to 64 letters, digits, dots, hyphens and underscores of ASCII, begins
// with a letter or a digit, does not end with a dot, and is none of the names that
// Windows keeps for devices. An error is [telemetry.ErrConfig]. It calls the name
// Tool, and does not repeat it.
func CheckTool(tool string) error {
	if err := checkTool(tool); err != nil {
		return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "consent: check tool", Err: err}
	}
	return nil
}

// checkTool allows what is known to be harmless on every system: [filepath.IsLocal]
// allows "a:b", "con" and line breaks where the current system does.
func checkTool(tool string) error {
	switch {
	case tool == "":
		return errors.New("Tool is empty; set it to the tool's name")
	case len(tool) > maxToolName:
		return errors.New("Tool is longer than 64 bytes")
	case strings.ContainsFunc(tool, isForeign):
		return errors.New("Tool has a character other than ASCII letters, digits, '.', '-' and '_'")
	case strings.ContainsAny(tool[:1], ".-_"):
		return errors.New("Tool does not begin with a letter or a digit")
	case strings.HasSuffix(tool, "."):
		return errors.New("Tool ends with a dot")
	case isDevice(tool):
		return errors.New("Tool is a name that Windows keeps for a device")
	}
	return nil
}

func isForeign(r rune) bool {
	return !isLetterOrDigit(r) && r != '.' && r != '-' && r != '_'
}

// isLetterOrDigit reports whether r is an ASCII letter or digit.
func isLetterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// isDevice reports whether Windows takes name, with any extension, for a device.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(stem) == 4 && (stem[:3] == "com" || stem[:3] == "lpt") && '0' <= stem[3] && stem[3] <= '9'
}
