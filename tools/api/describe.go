package api

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// describe returns what a package exports: one declaration a line, sorted, each
// with the package's name before it.
//
// A struct has a line for each exported field, and says whether it has others and
// whether its values can be compared: both decide what a user's code may do with
// it. An interface has a line for each method. The methods of an unexported type
// do not count, except those that an exported one gets by embedding it.
func describe(p *types.Package) []string {
	d := &describer{in: p}
	for _, name := range p.Scope().Names() {
		if token.IsExported(name) {
			d.object(p.Scope().Lookup(name))
		}
	}
	slices.Sort(d.lines)
	return d.lines
}

type describer struct {
	in    *types.Package
	lines []string
}

func (d *describer) add(format string, args ...any) {
	d.lines = append(d.lines, d.in.Name()+": "+fmt.Sprintf(format, args...))
}

// qualify names other packages by their name, and this one not at all.
func (d *describer) qualify(p *types.Package) string {
	if p == d.in {
		return ""
	}
	return p.Name()
}

func (d *describer) typ(t types.Type) string { return types.TypeString(t, d.qualify) }

func (d *describer) object(o types.Object) {
	switch o := o.(type) {
	case *types.Const:
		d.add("const %s %s = %s", o.Name(), d.typ(o.Type()), o.Val().ExactString())
	case *types.TypeName:
		d.typeName(o)
	default: // functions and variables
		d.add("%s", types.ObjectString(o, d.qualify))
	}
}

func (d *describer) typeName(o *types.TypeName) {
	if o.IsAlias() {
		d.add("%s", types.ObjectString(o, d.qualify))
		return
	}
	head := "type " + d.typ(o.Type())
	switch u := o.Type().Underlying().(type) {
	case *types.Struct:
		d.structure(head+" struct", o, u)
	case *types.Interface:
		d.iface(head+" interface", u)
	default:
		d.add("%s %s", head, d.typ(u))
	}
	if !types.IsInterface(o.Type()) {
		d.methods(o.Type())
	}
}

func (d *describer) structure(head string, o *types.TypeName, s *types.Struct) {
	var notes []string
	for i := range s.NumFields() {
		f := s.Field(i)
		if !f.Exported() {
			notes = []string{"with unexported fields"}
			continue
		}
		line := f.Name() + " " + d.typ(f.Type())
		if f.Embedded() {
			line = "embedded " + d.typ(f.Type())
		}
		if tag := s.Tag(i); tag != "" {
			line += " `" + tag + "`"
		}
		d.add("%s, %s", head, line)
	}
	if types.Comparable(o.Type()) {
		notes = append(notes, "comparable")
	}
	d.add("%s", strings.Join(append([]string{head}, notes...), ", "))
}

func (d *describer) iface(head string, t *types.Interface) {
	note := ""
	for m := range t.Methods() {
		if m.Exported() {
			d.add("%s, %s", head, d.method(m))
		} else {
			note = ", with unexported methods"
		}
	}
	for e := range t.EmbeddedTypes() {
		if _, named := e.(*types.Named); !named {
			d.add("%s, embedded %s", head, d.typ(e)) // a constraint
		}
	}
	d.add("%s%s", head, note)
}

// methods lists the method set of a pointer to t; those that values have too are
// listed with the value as receiver.
func (d *describer) methods(t types.Type) {
	values := types.NewMethodSet(t)
	for s := range types.NewMethodSet(types.NewPointer(t)).Methods() {
		m := s.Obj()
		if !m.Exported() {
			continue
		}
		receiver := "*" + d.typ(t)
		if values.Lookup(d.in, m.Name()) != nil {
			receiver = d.typ(t)
		}
		if f, ok := m.(*types.Func); ok {
			d.add("method (%s) %s", receiver, d.method(f))
		}
	}
}

func (d *describer) method(m *types.Func) string {
	return m.Name() + strings.TrimPrefix(d.typ(m.Type()), "func")
}
