package rules

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/packages"

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
	for _, port := range []string{"linux/amd64", "darwin/arm64", "windows/amd64"} {
		goos, goarch, _ := strings.Cut(port, "/")
		loaded, err := packages.Load(&packages.Config{
			Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedModule,
			Dir:  w.Root,
			Env:  append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0"),
		}, repository.Patterns(w.InTools())...)
		if err != nil {
			t.Fatal(err)
		}
		for _, from := range loaded {
			if len(from.Errors) > 0 {
				t.Fatal(port, from, from.Errors)
			}
			m := w.Sibling(from.Module.Path)
			dir := m.Dir + strings.TrimPrefix(from.PkgPath, m.Path())
			for to, chain := range links(from) {
				if !requires(m, to) {
					t.Errorf("%s: %s: %s does not require that module", port, strings.Join(chain, " imports "), m.Dir)
				}
				for _, b := range bans {
					if slices.Contains(b.packages, to.PkgPath) && !below(b.except, dir) {
						t.Errorf("%s: %s: %s", port, strings.Join(chain, " imports "), b.why)
					}
				}
			}
		}
	}
}

// links returns the packages that a program with from links, each with the shortest
// list of imports that leads to it.
func links(from *packages.Package) map[*packages.Package][]string {
	chains := map[*packages.Package][]string{from: {from.PkgPath}}
	for queue := []*packages.Package{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, next := range at.Imports {
			if chains[next] == nil {
				chains[next] = append(slices.Clip(chains[at]), next.PkgPath)
				queue = append(queue, next)
			}
		}
	}
	return chains
}

// requires reports whether m can link a package without the workspace: a user's go.mod
// has what m requires, and nothing else that the workspace may have.
func requires(m *repository.Module, p *packages.Package) bool {
	return p.Module == nil || p.Module.Path == m.Path() ||
		slices.ContainsFunc(m.File.Require, func(r *modfile.Require) bool { return r.Mod.Path == p.Module.Path })
}

// below reports whether dir is one of the directories, or below one.
func below(tops []string, dir string) bool {
	return slices.ContainsFunc(tops, func(top string) bool { return dir == top || strings.HasPrefix(dir, top+"/") })
}
