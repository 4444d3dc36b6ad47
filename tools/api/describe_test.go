package api

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

func TestDescribe(t *testing.T) {
	const code = `package p

import "io"

const (
	A       = 1 << 3
	B Kind  = "b"
	hidden  = 2
)

var V, w io.Reader

type Kind string

type T struct {
	F, g int
	io.Reader ` + "`json:\"r\"`" + `
	base
}

type base struct{ x []int }

func (*base) Promoted()        {}
func (t T) Value(n int) string { return "" }
func (t *T) Pointer()          {}
func (t *T) private()          {}

type Plain struct{ N int }

type I interface {
	io.Closer
	M(a, b int) (n int, err error)
	m()
}

type Number interface{ ~int | ~string }

type List[E any] struct{ Items []E }

func (l *List[E]) Push(e E) {}

type Alias = Plain

type F func(Kind) error

func Make[E comparable](e E, more ...*T) (*List[E], error) { return nil, nil }
func unexported() {}
`
	const want = `p: const A untyped int = 8
p: const B Kind = "b"
p: func Make[E comparable](e E, more ...*T) (*List[E], error)
p: method (*List[E any]) Push(e E)
p: method (*T) Pointer()
p: method (*T) Promoted()
p: method (T) Read(p []byte) (n int, err error)
p: method (T) Value(n int) string
p: type Alias = Plain
p: type F func(Kind) error
p: type I interface, Close() error
p: type I interface, M(a int, b int) (n int, err error)
p: type I interface, with unexported methods
p: type Kind string
p: type List[E any] struct
p: type List[E any] struct, Items []E
p: type Number interface
p: type Number interface, embedded ~int | ~string
p: type Plain struct, N int
p: type Plain struct, comparable
p: type T struct, F int
p: type T struct, embedded io.Reader ` + "`json:\"r\"`" + `
p: type T struct, with unexported fields
p: var V io.Reader`
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "p.go", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: importer.ForCompiler(set, "source", nil)}
	p, err := config.Check("example.com/p", set, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(describe(p), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
