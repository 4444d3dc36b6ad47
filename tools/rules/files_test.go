package rules

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// The files of these packages use each other in one direction only.
func TestFilesPointOneWay(t *testing.T) {
	w := repositorytest.Open(t)
	for _, dir := range []string{"app", "sinks/spool"} {
		t.Run(dir, func(t *testing.T) { pointOneWay(t, w.Join(dir)) })
	}
}

func pointOneWay(t *testing.T, dir string) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
		Dir:  dir,
	}, ".")
	if err != nil || len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatal(loaded, err)
	}
	p := loaded[0]
	needs := map[string]map[string]string{} // file, file, a name
	for name, object := range p.TypesInfo.Uses {
		from, to := filepath.Base(p.Fset.Position(name.Pos()).Filename), filepath.Base(p.Fset.Position(object.Pos()).Filename)
		if object.Pkg() != p.Types || from == to {
			continue
		}
		if needs[from] == nil {
			needs[from] = map[string]string{}
		}
		needs[from][to] = object.Name()
	}
	done := map[string]bool{}
	var visit func(file string, above []string)
	visit = func(file string, above []string) {
		if i := slices.Index(above, file); i >= 0 {
			t.Errorf("%s: the last of these needs the first for %s", strings.Join(above[i:], " needs "), needs[above[len(above)-1]][file])
			return
		}
		if done[file] {
			return
		}
		for _, to := range slices.Sorted(maps.Keys(needs[file])) {
			visit(to, append(above, file))
		}
		done[file] = true
	}
	for _, file := range slices.Sorted(maps.Keys(needs)) {
		visit(file, nil)
	}
}
