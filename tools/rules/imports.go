package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// A Ban forbids published packages a package of the standard library.
type Ban struct {
	Import string
	Why    string
	// Linked forbids it also to everything the package links, not only to its
	// own files.
	Linked bool
	// In names the directories the ban is for; empty is all.
	In []string
	// Except names the directories and files the ban is not for. A directory
	// stands for what is below it.
	Except []string
}

// Bans is what published packages do without, and why.
var Bans = []Ban{
	{Import: "log", Why: "a library that prints changes its tool's output"},
	// net/http has it, and logs nothing of a client's own.
	{Import: "log", Why: "a library that prints changes its tool's output", Linked: true, Except: []string{"sinks/http", "sinks/otlp", "telemetrycmd"}},
	{Import: "log/slog", Why: "it alone adds 385 KB to a binary", Linked: true},
	{Import: "net/http", Why: "a tool that sends nothing must not carry a web client, nor be able to send", Linked: true, Except: []string{"sinks/http", "sinks/otlp", "telemetrycmd"}},
	// machineid: the registry package of golang.org/x/sys links net for a type.
	{Import: "net", Why: "nothing here but the HTTP sinks may talk to the network", Linked: true, Except: []string{"machineid", "sinks/http", "sinks/otlp", "telemetrycmd"}},
	// machineid asks macOS by running ioreg, and telemetrycmd links machineid.
	{Import: "os/exec", Why: "recording an event must not start a program", Linked: true, Except: []string{"machineid", "telemetrycmd"}},
	{Import: "testing", Why: "it registers flags and weighs a tool down", Linked: true, Except: []string{"telemetry/sinktest"}},
	{Import: "expvar", Why: "importing it registers an HTTP handler", Linked: true},
	{Import: "text/template", Why: "the linker must keep every exported method of a program that has templates", Linked: true, Except: []string{"catalog", "telemetrycmd"}},
	{Import: "math/rand", Why: "an event's ID must not be guessable or repeat", Except: []string{"sinks/spool"}},
	{Import: "math/rand/v2", Why: "an event's ID must not be guessable or repeat", Except: []string{"sinks/spool"}},
	// Calls of Windows' LockFileEx and GetFileInformationByHandleEx take pointers,
	// and the standard library has neither.
	{Import: "unsafe", Why: "nothing else here is worth the loss of memory safety", Except: []string{"sinks/file/lock_windows.go", "sinks/file/file_windows.go", "sinks/spool/lock_windows.go"}},
	{Import: "C", Why: "every port must build without a C compiler"},
	{Import: "regexp", Why: "redaction runs on every event: hand-written matching is linear, faster, and spares 300 KB", In: []string{"redact", "telemetry"}},
	{Import: "io/ioutil", Why: "os and io have replaced it"},
}

// applies reports whether the ban is for a directory or file, whose name is
// relative to the repository's root.
func (b Ban) applies(name string) bool {
	under := func(top string) bool { return name == top || strings.HasPrefix(name, top+"/") }
	return (len(b.In) == 0 || slices.ContainsFunc(b.In, under)) && !slices.ContainsFunc(b.Except, under)
}

// Imports finds imports that a ban forbids.
func Imports(s *repository.Source, bans []Ban) []Finding {
	var out []Finding
	for _, spec := range s.AST.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		for _, b := range bans {
			if b.Import == path && b.applies(s.Name) {
				out = append(out, at(s, spec, "imports %s: %s", path, b.Why))
			}
		}
	}
	return out
}
