package catalog_test

import (
	"testing"

	"github.com/optin-go/optin/catalog"
)

func TestCatalogTellsWhatIsDeclared(t *testing.T) {
	c := catalog.New("mytool", " to see\n what  happens ")
	if c.Tool() != "mytool" || c.Purpose() != "to see what happens" {
		t.Errorf("tool %q, purpose %q", c.Tool(), c.Purpose())
	}
	outcome, dry := c.Enum("outcome", "how it ended", "ok"), c.Bool("dry", "tried only")
	last := c.Event("z", " one \n run ", outcome, nil, dry)
	first := c.Event("a", "one more")
	again := c.Event("z", "once more", dry)
	if events := c.Events(); len(events) != 2 || events[0] != last || events[1] != first {
		t.Errorf("events %v", events)
	}
	if e, ok := c.Lookup("z"); !ok || e != last {
		t.Errorf("Lookup returns %v, %v", e, ok)
	}
	if e, ok := c.Lookup("x"); ok || e != nil {
		t.Errorf("Lookup of nothing returns %v, %v", e, ok)
	}
	if attrs := last.Attributes(); len(attrs) != 2 || attrs[0] != catalog.Attribute(outcome) || attrs[1] != catalog.Attribute(dry) {
		t.Errorf("attributes %v", attrs)
	}
	if last.Name() != "z" || last.Purpose() != "one run" || again == nil || again.Name() != "z" {
		t.Errorf("name %q, purpose %q, again %v", last.Name(), last.Purpose(), again)
	}
}

func TestNilCatalogAndEventAreSafe(t *testing.T) {
	var c *catalog.Catalog
	if e, ok := c.Lookup("x"); c.Tool() != "" || c.Purpose() != "" || c.Events() != nil || e != nil || ok {
		t.Error("a nil catalog declares something")
	}
	e := c.Event("command.invoke", "why", c.Bool("dry", "tried"), nil)
	if e == nil || e.Name() != "command.invoke" || len(e.Attributes()) != 1 {
		t.Errorf("an event of a nil catalog is %v", e)
	}
	var none *catalog.Event
	if none.Name() != "" || none.Purpose() != "" || none.Attributes() != nil {
		t.Error("a nil event declares something")
	}
	zero := &catalog.Catalog{}
	if zero.Event("e", "why", zero.Bool("dry", "tried")); len(zero.Events()) != 1 {
		t.Errorf("the zero catalog has events %v", zero.Events())
	}
}
