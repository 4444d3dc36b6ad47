package selective

import (
	"slices"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
)

// older makes a second release, of telemetry with a new name and of memorysink, which
// needs it, and expects that each user gets the oldest versions that will do.
func older(t *testing.T, r *rehearsal, cache string) {
	const dir, needs = "telemetry", "sinks/memory"
	before, needsBefore := r.newest(t, dir), r.newest(t, needs)
	sibling, other := r.module(t, dir).Path(), r.module(t, needs).Path()
	r.write(t, dir+"/rehearsal.go", "package telemetry\n\n// Rehearsal is new.\nconst Rehearsal = \"new\"\n")
	r.write(t, needs+"/rehearsal.go", "package memorysink\n\nimport \""+sibling+"\"\n\n// Rehearsal is new as well.\nconst Rehearsal = telemetry.Rehearsal\n")
	r.note(t, r.module(t, dir), r.module(t, needs))
	r.release(t)
	after, needsAfter := r.newest(t, dir), r.newest(t, needs)
	if after == before || needsAfter == needsBefore {
		t.Fatalf("the second release made no new versions: %s %s, %s %s", dir, after, needs, needsAfter)
	}

	use := "package main\n\nimport (\n\tmemorysink \"" + other + "\"\n\t\"" + sibling + "\"\n)\n\n" +
		"var _ telemetry.Sink = memorysink.New()\n\nfunc main() {}\n"
	tests := []struct {
		name, get, getOther, want, wantOther string
	}{
		{"the older ones, though newer ones exist", before, needsBefore, before, needsBefore},
		{"a newer sibling under an older module", after, needsBefore, after, needsBefore},
		{"a sibling is raised to what a module needs", before, needsAfter, after, needsAfter},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newConsumer(t, r.proxy, cache)
			// Two commands, because one that names both is refused where they differ:
			// it is the consumer's go.mod that is older, not its wish.
			c.run(t, "get", sibling+"@"+tt.get)
			c.run(t, "get", other+"@"+tt.getOther)
			c.write(t, "main.go", use)
			c.run(t, "build", "-o", binary, ".")
			graph := c.graph(t)
			if graph[sibling] != tt.want || graph[other] != tt.wantOther {
				t.Errorf("gets %s %s and %s %s, want %s and %s", dir, graph[sibling], needs, graph[other], tt.want, tt.wantOther)
			}
		})
	}
}

// module returns the published module in a directory.
func (r *rehearsal) module(t *testing.T, dir string) *repository.Module {
	t.Helper()
	i := slices.IndexFunc(r.InTools(), func(m *repository.Module) bool { return m.Dir == dir })
	if i < 0 {
		t.Fatalf("there is no published module %s", dir)
	}
	return r.InTools()[i]
}
