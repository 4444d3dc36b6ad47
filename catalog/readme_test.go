package catalog_test

import (
	"maps"
	"os"
	"strings"
	"testing"
)

// The declaration in the README and in the package's documentation is that of the
// example, which is compiled and run.
func TestDocumentedDeclarationIsTheExample(t *testing.T) {
	example := declarations(t, "example_declare_test.go", "")
	if len(example) != 5 {
		t.Fatalf("the example has %d declarations", len(example))
	}
	for file, mark := range map[string]string{"README.md": "", "doc.go": "//"} {
		if got := declarations(t, file, mark); !maps.Equal(got, example) {
			t.Errorf("%s declares %v, the example %v", file, got, example)
		}
	}
}

// declarations returns the lines of the file that declare, in single spaces.
func declarations(t *testing.T, file, mark string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for line := range strings.SplitSeq(string(text), "\n") {
		line = strings.Join(strings.Fields(strings.TrimPrefix(line, mark)), " ")
		if name, value, ok := strings.Cut(line, " = "); ok && name != "err" && (strings.HasPrefix(value, "cat.") || strings.HasPrefix(value, "catalog.New")) {
			lines[line] = true
		}
	}
	return lines
}
