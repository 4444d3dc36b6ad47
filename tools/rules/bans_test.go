package rules

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// sends are the modules that talk to a network, or serve one.
var sends = []string{"internal/poster", "sinks/http", "sinks/otlp", "sinks/posthog", "sinks/segment"}

// bans is what published packages must not link, and why. Direct imports are
// depguard's, in .golangci.yml.
var bans = []struct {
	packages []string
	why      string
	except   []string // directories, with what is below them
}{
	{[]string{"net/http", "log"}, "a tool that sends nothing must not carry a web client, nor a logger that prints", sends},
	// The registry package of golang.org/x/sys links net for a type.
	{[]string{"net"}, "only what sends may talk to a network", append([]string{"machineid", "app", "adapters"}, sends...)},
	// machineid runs ioreg on macOS; app starts the detached sender.
	{[]string{"os/exec"}, "recording an event must not start a program", []string{"machineid", "app", "adapters", "internal/tooltest", "internal/roletest", "internal/faulttest"}},
	{[]string{"log/slog"}, "it alone adds 385 KB to a binary", nil},
	{[]string{"text/template"}, "the linker keeps every exported method of a program that has templates", []string{"adapters"}},
	{[]string{"testing"}, "it registers flags, and weighs a tool down", []string{"telemetry/sinktest", "internal"}},
	{[]string{"expvar"}, "importing it registers an HTTP handler", nil},
}

func TestLinkedPackages(t *testing.T) {
	w := repositorytest.Open(t)
	// A user's go.mod has what a module requires: what it links and does not require, the
	// workspace alone has.
	requires := func(m *repository.Module, path string) bool {
		return slices.ContainsFunc(m.File.Require, func(r *modfile.Require) bool { return r.Mod.Path == path })
	}
	for _, port := range []string{"linux/amd64", "darwin/arm64", "windows/amd64"} {
		packages, err := w.List(port, repository.Patterns(w.InTools())...)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range w.InTools() {
			for _, from := range packages.In(m.Path()) {
				for path, p := range packages {
					if p.Module == nil || p.Module.Path == m.Path() || requires(m, p.Module.Path) {
						continue
					}
					if chain := packages.Chain(from, path); chain != nil {
						t.Errorf("%s: %s: %s does not require that module", port, strings.Join(chain, " imports "), m.Dir)
					}
				}
				dir := m.Dir + strings.TrimPrefix(from, m.Path())
				for _, b := range bans {
					if slices.ContainsFunc(b.except, func(top string) bool { return dir == top || strings.HasPrefix(dir, top+"/") }) {
						continue
					}
					for _, banned := range b.packages {
						if chain := packages.Chain(from, banned); chain != nil {
							t.Errorf("%s: %s: %s", port, strings.Join(chain, " imports "), b.why)
						}
					}
				}
			}
		}
	}
}
