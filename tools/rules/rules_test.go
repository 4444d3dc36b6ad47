package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
)

// Each rule finds what breaks it, and leaves alone what only looks like it.
func TestRulesFind(t *testing.T) {
	imports := func(s *repository.Source) []Finding {
		return Imports(s, []Ban{
			{Import: "log"},
			{Import: "net/http", Except: []string{"sinks/http"}},
			{Import: "regexp", In: []string{"redact"}},
		})
	}
	comments := func(s *repository.Source) []Finding { return PackageComments([]*repository.Source{s}) }
	state := func(s *repository.Source) []Finding {
		return slices.DeleteFunc(State([]*repository.Source{s}, map[string]string{"known": "is known"}), func(f Finding) bool {
			return strings.HasPrefix(string(f), "the table")
		})
	}
	words := func(text string) func(*repository.Source) []Finding {
		return func(s *repository.Source) []Finding { return Unfinished(s.Name, text) }
	}
	tests := []struct {
		name string
		rule func(*repository.Source) []Finding
		file string // "" is p/p.go
		code string
		want int
	}{
		{"panic", Calls, "", `package p; func f() { panic("x") }`, 1},
		{"panic in parentheses", Calls, "", `package p; func f() { (panic)("x") }`, 1},
		{"panic in a closure", Calls, "", `package p; var f = func() { panic("x") }`, 1},
		{"a method called panic", Calls, "", `package p; func f(x T) { x.panic() }`, 0},
		{"builtin println", Calls, "", `package p; func f() { println("x") }`, 1},
		{"Exit", Calls, "", `package p; import "os"; func f() { os.Exit(1) }`, 1},
		{"Exit, renamed", Calls, "", `package p; import o "os"; func f() { o.Exit(1) }`, 1},
		{"Println", Calls, "", `package p; import "fmt"; func f() { fmt.Println() }`, 1},
		{"Fprintln", Calls, "", `package p; import "fmt"; func f() { fmt.Fprintln(nil) }`, 0},
		{"Fatal", Calls, "", `package p; import "log"; func f() { log.Fatal() }`, 1},
		{"another os", Calls, "", `package p; import "example.com/os"; func f() { os.Exit(1) }`, 0},

		{"init", Inits, "", `package p; func init() {}`, 1},
		{"a method called init", Inits, "", `package p; func (t T) init() {}`, 0},

		{"import", imports, "", `package p; import "log"`, 1},
		{"import, renamed", imports, "", `package p; import _ "log"`, 1},
		{"import, allowed here", imports, "sinks/http/p.go", `package p; import "net/http"`, 0},
		{"import, allowed below", imports, "sinks/http/internal/p.go", `package p; import "net/http"`, 0},
		{"import, not allowed beside", imports, "sinks/httpx/p.go", `package p; import "net/http"`, 1},
		{"import, forbidden here", imports, "redact/p.go", `package p; import "regexp"`, 1},
		{"import, forbidden elsewhere", imports, "", `package p; import "regexp"`, 0},

		{"func without comment", Documented, "", "package p\nfunc F() {}", 1},
		{"func with comment", Documented, "", "package p\n// F does.\nfunc F() {}", 0},
		{"comment with another name", Documented, "", "package p\n// This does.\nfunc F() {}", 1},
		{"possessive", Documented, "", "package p\n// F's value counts.\nfunc F() {}", 0},
		{"a directive is no comment", Documented, "", "package p\n//go:noinline\nfunc F() {}", 1},
		{"unexported", Documented, "", "package p\nfunc f() {}", 0},
		{"method", Documented, "", "package p\nfunc (t *T[K]) M() {}", 1},
		{"method of an unexported type", Documented, "", "package p\nfunc (t t) M() {}", 0},
		{"type", Documented, "", "package p\ntype T int", 1},
		{"method of an interface", Documented, "", "package p\n// I is.\ntype I interface{ M() }", 1},
		{"method of an interface, with comments", Documented, "", "package p\n// I is.\ntype I interface {\n\t// M does.\n\tM()\n\tN() // does, too\n\to()\n\tJ\n}", 0},
		{"type in a group", Documented, "", "package p\n// T and U.\ntype (\n\tT int\n\tu int\n)", 1},
		{"const", Documented, "", "package p\nconst C = 1", 1},
		{"const in a group", Documented, "", "package p\n// Kinds.\nconst (\n\tC = 1\n\tD = 2\n)", 0},
		{"const in a group, line comment", Documented, "", "package p\nconst (\n\tC = 1 // one\n\tD = 2\n)", 1},

		{"error variable", state, "", `package p; import "errors"; var errX = errors.New("x")`, 0},
		{"another package's New", state, "", `package p; import "x.test/errors"; var errX = errors.New("x")`, 1},
		{"table", state, "", `package p; var t = [...]int{1, 2}; func f() int { return t[0] }`, 0},
		{"exported table", state, "", `package p; var T = []int{1, 2}`, 1},
		{"variable without value", state, "", `package p; var n int`, 1},
		{"variables of one call", state, "", `package p; var a, b = f()`, 2},
		{"variable with a reason", state, "", `package p; var known = sync.OnceValue(f)`, 0},
		{"check that an interface is implemented", state, "", `package p; var _ io.Reader = T{}`, 0},
		{"table that changes", state, "", `package p; var t = [...]int{1}; func f() { t[0] = 2 }`, 1},
		{"table that counts", state, "", `package p; var t = struct{ n int }{}; func f() { (t.n)++ }`, 1},
		{"table of another file that changes", state, "", `package p; var t = T{}; func f() { t, _ = g() }`, 1},
		{"table that a loop changes", state, "", `package p; var t = T{}; func f() { for t.x = range g() {} }`, 1},
		{"table with a pointer to it", state, "", `package p; var t = T{}; func f() *T { return &t }`, 1},
		{"pointer to an element", state, "", `package p; var t = []T{{}}; func f() { use(&t[0]) }`, 0},
		{"a local variable of that name", state, "", `package p; var t = T{}; func f() { t := 1; t++; var g = func(t int) { t = 2 } }`, 0},
		{"a field of that name", state, "", `package p; var t = T{}; func f(x *X) { x.t = 1 }`, 0},

		{"exported everywhere", EveryPort, "", "package p\nfunc F() {}", 0},
		{"exported on one system, by its name", EveryPort, "p/p_windows.go", "package p\nfunc F() {}", 1},
		{"exported on one processor, by its name", EveryPort, "p/p_arm64.go", "package p\ntype T int", 1},
		{"exported on some systems", EveryPort, "", "//go:build !windows\n\npackage p\nconst C = 1", 1},
		{"exported method on some systems", EveryPort, "", "//go:build unix\n\npackage p\nfunc (T) M() {}", 1},
		{"unexported on one system", EveryPort, "p/p_windows.go", "package p\nfunc f() {}\nfunc (t) M() {}", 0},
		{"internal on one system", EveryPort, "p/internal/q/p_windows.go", "package q\nfunc F() {}", 0},
		{"a name like a constraint", EveryPort, "p/p_unix.go", "package p\nfunc F() {}", 0},

		{"no package comment", comments, "", "package p", 1},
		{"package comment", comments, "p/doc.go", "// Package p does.\npackage p", 0},
		{"package comment elsewhere", comments, "", "// Package p does.\npackage p", 1},
		{"package comment with another name", comments, "p/doc.go", "// Package q does.\npackage p", 1},
		{"command", comments, "p/doc.go", "// Command p does.\npackage main", 0},
		{"command of one file", comments, "p/main.go", "// Command p does.\npackage main", 0},
		{"command that says package", comments, "p/doc.go", "// Package main does.\npackage main", 1},

		{"package util", PackageNames, "", "package util", 1},
		{"package utility", PackageNames, "", "package utility", 0},

		{"unfinished", words("a // TO" + "DO(x): later\nb"), "", "package p", 1},
		{"unfinished twice", words("FIX" + "ME\nX" + "XX"), "", "package p", 2},
		{"part of a word", words("TO" + "DOS hackathon"), "", "package p", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name := tt.file
			if name == "" {
				name = "p/p.go"
			}
			s, err := repository.Parse(name, []byte(tt.code))
			if err != nil {
				t.Fatal(err)
			}
			if got := tt.rule(s); len(got) != tt.want {
				t.Errorf("%d findings %q, want %d", len(got), got, tt.want)
			}
		})
	}
}

func TestPackageCommentsOfSeveralFiles(t *testing.T) {
	parse := func(name, code string) *repository.Source {
		s, err := repository.Parse(name, []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	const comment = "// Package p does.\npackage p"
	doc, bare := parse("p/doc.go", comment), parse("p/p.go", "package p")
	twice, test := parse("p/q.go", comment), parse("p/p_test.go", comment)
	tests := []struct {
		name    string
		sources []*repository.Source
		want    int
	}{
		{"one comment", []*repository.Source{doc, bare}, 0},
		{"two comments", []*repository.Source{doc, twice}, 2},
		{"in the test file", []*repository.Source{bare, test}, 1},
		{"in the file of a package of tests", []*repository.Source{test}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := PackageComments(tt.sources); len(got) != tt.want {
				t.Errorf("%d findings %q, want %d", len(got), got, tt.want)
			}
		})
	}
}

func TestStateOfSeveralFiles(t *testing.T) {
	var sources []*repository.Source
	for name, code := range map[string]string{
		"p/p.go":         "package p; var table = []int{1}; var once = f()",
		"p/p_windows.go": "package p; func g() { table = nil; other = nil }",
		"p/p_unix.go":    "package p; func g() { table := 1; table++ }",
	} {
		s, err := repository.Parse(name, []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
	}
	got := State(sources, map[string]string{"once": "is looked up once", "gone": "was there"})
	want := []Finding{
		"the table has a reason for gone, which is no variable any more; remove it",
		"p/p_windows.go:1: changes the package-level variable table",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What looks like a table and is not.
func TestStateThatChanges(t *testing.T) {
	for name, tt := range map[string]struct {
		code string
		want int
	}{
		"a table":             {"var m = map[string]bool{}; func f() bool { return m[`a`] }", 0},
		"a lock":              {"var mu = sync.Mutex{}", 1},
		"a counter":           {"var n = atomic.Int64{}", 1},
		"a generic pointer":   {"var p = atomic.Pointer[int]{}", 1},
		"an element is gone":  {"var m = map[string]bool{}; func f() { delete(m, `a`) }", 1},
		"all are gone":        {"var m = map[string]bool{}; func f() { clear(m) }", 1},
		"an element is set":   {"var m = map[string]bool{}; func f() { m[`a`] = true }", 1},
		"another name":        {"var m = map[string]bool{}; func f() { other := m; other[`a`] = true }", 1},
		"given to a function": {"var m = map[string]bool{}; func f() { g(m) }", 1},
		"given to users":      {"var l = []int{1}; func F() []int { return l }", 1},
		"counted":             {"var l = []int{1}; func f() int { return len(l) }", 0},
		"read by a library":   {"var l = []int{1}; func f() bool { return slices.Contains(l, 1) }", 0},
		"a method":            {"var r = reg{m: map[string]int{}}; func f() { r.add() }", 1},
		"made by a call":      {"var l = []error{os.Setenv(`A`, `b`)}", 1},
		"a call at the start": {"var _ = os.Setenv(`A`, `b`)", 1},
		"made by errors.New":  {"var l = []error{errors.New(`a`)}", 0},
		"conversions":         {"var l = [][]byte{[]byte(`a`)}; var _ i = (*t)(nil)", 0},
		"a function":          {"var l = []func(){func() { f() }}", 0},
		"an error's name":     {"var e = errors.New(`e`); func f() error { err := e; return err }", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := repository.Parse("p/p.go", []byte("package p\nimport (\"errors\"; \"sync\"; \"sync/atomic\")\n"+tt.code))
			if err != nil {
				t.Fatal(err)
			}
			if got := State([]*repository.Source{s}, nil); len(got) != tt.want {
				t.Errorf("%d findings %q, want %d", len(got), got, tt.want)
			}
		})
	}
}
