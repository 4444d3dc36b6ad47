package repository

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSourcesStayInTheModule(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.work":                   "go 1.26.0\n\nuse ./m\n",
		"m/go.mod":                  "module example.com/m\n\ngo 1.25.0\n",
		"m/a.go":                    "package m\n",
		"m/a_test.go":               "package m\n",
		"m/b_windows.go":            "package m\n",
		"m/README.md":               "text\n",
		"m/sub/c.go":                "package sub\n",
		"m/testdata/bad.go":         "not Go",
		"m/.hidden/bad.go":          "not Go",
		"m/nested/go.mod":           "module example.com/m/nested\n\ngo 1.25.0\n",
		"m/nested/d.go":             "package nested\n",
		"outside/not-in-the-set.go": "package outside\n",
	} {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Load(root)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := w.Sources(w.Modules[0])
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sources {
		name := s.Name
		if s.Test {
			name += " (test)"
		}
		got = append(got, name)
	}
	want := []string{"m/a.go", "m/a_test.go (test)", "m/b_windows.go", "m/sub/c.go"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
