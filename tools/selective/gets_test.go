package selective

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/optin-go/optin/tools/internal/repository"
)

// tolerance is how far, in percent, a program's size may be from the one in its
// list: another patch release of Go moves it a little.
const tolerance = 5

// gets is what a user of one module gets.
type gets struct {
	modules  []string // the module graph; those of this repository without a version
	packages []string // linked, besides the standard library's
	http     bool     // net/http is linked
	size     int64    // of the program, stripped
}

// String returns the text of a list.
func (g gets) String() string {
	var b strings.Builder
	b.WriteString("modules:\n")
	for _, m := range g.modules {
		fmt.Fprintf(&b, "    %s\n", m)
	}
	b.WriteString("packages:\n")
	for _, p := range g.packages {
		fmt.Fprintf(&b, "    %s\n", p)
	}
	fmt.Fprintf(&b, "net/http linked: %t\n", g.http)
	fmt.Fprintf(&b, "size, linux/amd64, within %d %%: %d bytes\n", tolerance, g.size)
	return b.String()
}

// within returns what is got, with the size of the list if it is near enough.
func (g gets) within(list string) gets {
	match := regexp.MustCompile(`(?m)^size, .*: (\d+) bytes$`).FindStringSubmatch(list)
	if match == nil {
		return g
	}
	want, err := strconv.ParseInt(match[1], 10, 64)
	if err == nil && max(g.size-want, want-g.size)*100 <= want*tolerance {
		g.size = want
	}
	return g
}

// modules names the modules of a graph. Those of this repository have no version,
// because the next release would make each list wrong.
func modules(w *repository.Workspace, graph map[string]string) []string {
	var out []string
	for _, path := range slices.Sorted(maps.Keys(graph)) {
		if w.Sibling(path) != nil {
			out = append(out, path)
		} else {
			out = append(out, path+" "+graph[path])
		}
	}
	return out
}
