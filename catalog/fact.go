package catalog

import (
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/optin-go/optin/telemetry"
)

// Fact is a ready-made [Attribute] whose value the process itself knows. It belongs
// to no catalog: any event of any catalog may have it, and [Event.Record] fills it
// in. Keys and words are those of OpenTelemetry's semantic conventions, where it has
// some. What is rare is recorded as "other", so that it does not single a machine
// out.
type Fact struct {
	declaration
	find func() string
	once sync.Once // finds the value, and only when something is recorded
	word string
}

// Of returns the attribute with the value that holds for this process. It is
// computed by the first call. A nil Fact returns an attribute without a key, which
// a Recorder refuses.
func (a *Fact) Of() telemetry.Attr {
	if a == nil || a.find == nil {
		return telemetry.Attr{}
	}
	a.once.Do(func() { a.word = a.find() })
	return a.of(a.word)
}

// OS returns the attribute "os.type": darwin, freebsd, linux, netbsd, openbsd,
// windows, or other.
func OS() *Fact { return osType }

// Arch returns the attribute "host.arch", the architecture for which the tool was
// built: amd64, arm32, arm64, ppc64, riscv64, s390x, x86, or other.
func Arch() *Fact { return hostArch }

// Interactive returns the attribute "process.interactive": true if standard input and
// standard error are terminals, false if not, as in scripts.
func Interactive() *Fact { return interactive }

// Agent returns the attribute "agent": which coding agent runs the tool, as
// [CodingAgent] finds it in the environment, or none.
func Agent() *Fact { return agent }

// No code runs before main to make these: each process of a tool would run it.
var (
	osType = &Fact{
		declaration: declaration{
			kind: KindEnum, key: "os.type", purpose: "which operating system it ran on", values: osTypes, isReadyMade: true,
		},
		find: func() string { return knownOrOther(runtime.GOOS, osTypes) },
	}
	hostArch = &Fact{
		declaration: declaration{
			kind: KindEnum, key: "host.arch", purpose: "which processor architecture the tool was built for",
			values: architectures, isReadyMade: true,
		},
		find: func() string { return archOf(runtime.GOARCH) },
	}
	interactive = &Fact{
		declaration: declaration{
			kind: KindBool, key: "process.interactive", purpose: "whether it ran in a terminal or in a script",
			values: []string{"true", "false"}, isReadyMade: true,
		},
		find: func() string { return strconv.FormatBool(isTerminal(os.Stdin) && isTerminal(os.Stderr)) },
	}
	agent = &Fact{
		declaration: declaration{
			kind: KindEnum, key: "agent", purpose: "whether a coding agent ran it, and which one",
			values: agentWords, isReadyMade: true,
		},
		find: func() string {
			if word, _, ok := CodingAgent(os.LookupEnv); ok {
				return word
			}
			return noAgent
		},
	}
)

var (
	osTypes       = []string{"darwin", "freebsd", "linux", "netbsd", "openbsd", "windows", other}
	architectures = []string{"amd64", "arm32", "arm64", "ppc64", "riscv64", "s390x", "x86", other}
)

// other stands for a word that is not known.
const other = "other"

// archOf returns OpenTelemetry's word for a GOARCH.
func archOf(goarch string) string {
	switch goarch {
	case "386":
		goarch = "x86"
	case "arm":
		goarch = "arm32"
	case "ppc64le":
		goarch = "ppc64"
	}
	return knownOrOther(goarch, architectures)
}

func knownOrOther(word string, known []string) string {
	if slices.Contains(known, word) {
		return word
	}
	return other
}

// isTerminal reports whether f is a device of characters other than the one that
// drops everything, which services and scripts have in its place. The standard
// library can tell no closer.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
