package ioreg

import (
	"strings"
	"time"
)

const (
	program = "/usr/sbin/ioreg"
	limit   = 2 * time.Second
)

// PlatformUUID returns IOPlatformUUID, or "" if ioreg is missing, fails, takes
// more than two seconds or does not say.
func PlatformUUID() string {
	return platformUUID(program, limit)
}

func platformUUID(program string, limit time.Duration) string {
	out, err := output(limit, program, "-rd1", "-c", "IOPlatformExpertDevice")
	if err != nil {
		return ""
	}
	return parse(string(out))
}

// parse finds the line `"IOPlatformUUID" = "…"`.
func parse(out string) string {
	for line := range strings.Lines(out) {
		key, value, _ := strings.Cut(line, " = ")
		if strings.TrimSpace(key) == `"IOPlatformUUID"` {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}
