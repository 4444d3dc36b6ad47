package catalog_test

import (
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
)

// A release of this package that changes a tool's version would have every user
// of the tool asked again.
func TestVersionOfAKnownCatalog(t *testing.T) {
	if got, want := newTool(t).Version(), "70e088f0ba4c"; got != want {
		t.Errorf("version %q, want %q", got, want)
	}
}

// declaration is what the table below varies.
type declaration struct {
	tool, purpose  string
	name, about    string
	key, why       string
	values         []string
	bounds         []time.Duration
	more           func(c *catalog.Catalog) []catalog.Attribute
	second         func(c *catalog.Catalog, a *catalog.Enum)
	eventFirst     bool
	attributesBack bool
}

func plain() declaration {
	return declaration{
		tool: "mytool", purpose: "to decide what to improve", name: "command.invoke", about: "one run of a command",
		key: "outcome", why: "how it ended", values: []string{"ok", "error"}, bounds: []time.Duration{time.Second, time.Minute},
	}
}

func (d declaration) catalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	c := catalog.New(d.tool, d.purpose)
	took := c.DurationBuckets("took", "how long it took", d.bounds...)
	outcome := c.Enum(d.key, d.why, d.values...)
	attrs := []catalog.Attribute{outcome, took}
	if d.attributesBack {
		attrs = []catalog.Attribute{took, outcome}
	}
	if d.more != nil {
		attrs = append(attrs, d.more(c)...)
	}
	if d.eventFirst && d.second != nil {
		d.second(c, outcome)
	}
	c.Event(d.name, d.about, attrs...)
	if !d.eventFirst && d.second != nil {
		d.second(c, outcome)
	}
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestVersionChangesWithWhatIsCollected(t *testing.T) {
	tests := map[string]func(*declaration){
		"tool":          func(d *declaration) { d.tool = "another" },
		"event's name":  func(d *declaration) { d.name = "command.end" },
		"key":           func(d *declaration) { d.key = "result" },
		"new value":     func(d *declaration) { d.values = append(d.values, "cancelled") },
		"removed value": func(d *declaration) { d.values = d.values[:1] },
		"another value": func(d *declaration) { d.values = []string{"ok", "failed"} },
		"joined values": func(d *declaration) { d.values = []string{"ok5:error"} },
		"new bound":     func(d *declaration) { d.bounds = append(d.bounds, time.Hour) },
		"removed bound": func(d *declaration) { d.bounds = d.bounds[:1] },
		"moved bound":   func(d *declaration) { d.bounds = []time.Duration{time.Second, 2 * time.Minute} },
		"new attribute": func(d *declaration) {
			d.more = func(c *catalog.Catalog) []catalog.Attribute { return []catalog.Attribute{c.Bool("dry", "tried")} }
		},
		"error text": func(d *declaration) {
			d.more = func(c *catalog.Catalog) []catalog.Attribute { return []catalog.Attribute{c.ErrorText("bugs")} }
		},
		"arguments": func(d *declaration) {
			d.more = func(c *catalog.Catalog) []catalog.Attribute { return []catalog.Attribute{c.Arguments("bugs")} }
		},
		"commands": func(d *declaration) {
			d.more = func(c *catalog.Catalog) []catalog.Attribute { return []catalog.Attribute{c.Commands("dry", "tried")} }
		},
		"version string": func(d *declaration) {
			d.more = func(c *catalog.Catalog) []catalog.Attribute {
				return []catalog.Attribute{c.VersionString("dry", "tried")}
			}
		},
		"enum of yes and no": func(d *declaration) {
			d.more = func(c *catalog.Catalog) []catalog.Attribute {
				return []catalog.Attribute{c.Enum("dry", "tried", "true", "false")}
			}
		},
		"new event": func(d *declaration) {
			d.second = func(c *catalog.Catalog, _ *catalog.Enum) { c.Event("tool.crash", "a bug") }
		},
		"new event with an attribute that is there": func(d *declaration) {
			d.second = func(c *catalog.Catalog, a *catalog.Enum) { c.Event("tool.crash", "a bug", a) }
		},
	}
	seen := map[string]string{plain().catalog(t).Version(): "plain"}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			d := plain()
			change(&d)
			v := d.catalog(t).Version()
			if other, ok := seen[v]; ok {
				t.Errorf("the version is that of %q", other)
			}
			seen[v] = name
		})
	}
}

func TestVersionDoesNotChangeWithTheRest(t *testing.T) {
	d := plain()
	d.second = func(c *catalog.Catalog, a *catalog.Enum) { c.Event("tool.crash", "a bug", a) }
	d.more = func(c *catalog.Catalog) []catalog.Attribute {
		return []catalog.Attribute{c.Commands("command", "which")}
	}
	want := d.catalog(t).Version()
	if len(want) != 12 {
		t.Fatalf("version %q has not 12 digits", want)
	}
	tests := map[string]func(*declaration){
		"order of events":     func(d *declaration) { d.eventFirst = true },
		"order of attributes": func(d *declaration) { d.attributesBack = true },
		"order of values":     func(d *declaration) { d.values = []string{"error", "ok"} },
		"purposes":            func(d *declaration) { d.purpose, d.about, d.why = "to improve it", "a run", "what came of it" },
		"an attribute in no event": func(d *declaration) {
			more := d.more
			d.more = func(c *catalog.Catalog) []catalog.Attribute { c.Bool("dry", "tried"); return more(c) }
		},
		"commands' names": func(d *declaration) {
			d.more = func(c *catalog.Catalog) []catalog.Attribute {
				a := c.Commands("command", "which")
				a.Allow("deploy", "status")
				return []catalog.Attribute{a}
			}
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			d := d
			change(&d)
			if got := d.catalog(t).Version(); got != want {
				t.Errorf("version %q, want %q", got, want)
			}
		})
	}
}

func TestVersionIsEmptyWhileThereAreMistakes(t *testing.T) {
	wrong := catalog.New("mytool", "why")
	if wrong.Version() == "" {
		t.Error("a catalog without events has no version")
	}
	wrong.Enum("outcome", "how it ended")
	for name, c := range map[string]*catalog.Catalog{"nil": nil, "zero": {}, "with a mistake": wrong} {
		if got := c.Version(); got != "" {
			t.Errorf("%s: version %q, want none", name, got)
		}
	}
}
