package catalog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// Attribute is a declared attribute of an event. The types of this package alone
// implement it.
type Attribute interface {
	// Key returns the key under which the value is recorded. That of
	// [Catalog.ErrorText] is "err_msg" and that of [Catalog.Arguments] "args",
	// the names of an event's own fields.
	Key() string
	// Purpose returns why the attribute is collected, its white space reduced to
	// single spaces.
	Purpose() string
	// Kind returns what sort of values it takes.
	Kind() Kind
	// Values returns the values that are allowed, in the order of their
	// declaration, or nil if they are not a list. The slice is the caller's own.
	Values() []string
	// Describe returns in words for people what values are allowed, such as
	// "one of ok, error" or "true or false".
	Describe() string

	declared() *declaration
}

// declaration is what all attributes are inside.
type declaration struct {
	catalog      *Catalog // nil of a ready-made one
	kind         Kind
	key, purpose string
	values       []string // what is allowed, if it is a list
	bounds       []int64  // of buckets, ascending; values has one more
	commands     *commandSet
	isReadyMade  bool // any catalog may have it
}

func (d *declaration) Key() string            { return d.key }
func (d *declaration) Purpose() string        { return d.purpose }
func (d *declaration) Kind() Kind             { return d.kind }
func (d *declaration) Values() []string       { return slices.Clone(d.values) }
func (d *declaration) declared() *declaration { return d }

func (d *declaration) Describe() string {
	asIs := func(s string) string { return s }
	return d.describeWith(asIs, asIs)
}

// declarationOf returns what a is inside, or nil of nil and of a nil pointer to one
// of the types.
func declarationOf(a Attribute) (d *declaration) {
	defer func() { _ = recover() }()
	return a.declared()
}

// adopt enters the ready-made d under its key.
func (c *Catalog) adopt(d *declaration) {
	if known, ok := c.attributes[d.key]; ok && known != d {
		c.mistaken(d.key, "the key belongs to a ready-made attribute; choose another key")
	}
	if c.attributes == nil {
		c.attributes = map[string]*declaration{}
	}
	c.attributes[d.key] = d
}

// declare checks d and enters it under its key.
func (c *Catalog) declare(d *declaration) {
	d.catalog = c
	d.purpose = normalSpace(d.purpose)
	if c == nil {
		return
	}
	c.checked.Store(nil)
	where := "attribute " + quoted(d.key)
	add := func(text string) { c.mistakes = append(c.mistakes, mistake(where+": "+text)) }
	switch {
	case d.key == "":
		c.mistakes = append(c.mistakes, mistake("an attribute has no key; give it one such as \"outcome\""))
	case len(d.key) > telemetry.MaxKeyBytes:
		add("the key is longer than " + strconv.Itoa(telemetry.MaxKeyBytes) + " bytes; keys are fixed words, put what varies into the value")
	case !isIdentifier(d.key):
		add("the key holds more than letters, digits, '.', '_', '-' and '/'; keys are fixed words")
	case (d.key == keyArguments || d.key == keyErrorText) && d.kind != KindArguments && d.kind != KindErrorText:
		add("the key is that of an event's own field; choose another one, or declare Arguments or ErrorText")
	}
	c.mistakes = append(c.mistakes, purposeMistakes(where, d.purpose)...)
	if _, ok := c.attributes[d.key]; ok {
		add("the key is declared twice; give each attribute a key of its own, and use one attribute in many events")
	} else {
		if c.attributes == nil {
			c.attributes = map[string]*declaration{}
		}
		c.attributes[d.key] = d
	}
	if d.kind == KindVersion && isCredential(d.key) {
		add("the key looks like that of a credential, so redaction removes its value; choose another key")
	}
	for i, v := range d.values {
		switch {
		case v == "":
			add("a value is empty; leave the attribute out instead")
		case unfit(v) != "":
			add("the value " + quoted(v) + " " + unfit(v))
		case len(v) > telemetry.MaxTextBytes:
			add("the value " + quoted(v) + " is longer than " + strconv.Itoa(telemetry.MaxTextBytes) + " bytes; values are fixed words")
		case slices.Contains(d.values[:i], v):
			add("the value " + quoted(v) + " is declared twice")
		}
	}
}

// describeWith is Describe with names passed through name, and values through
// mark.
func (d *declaration) describeWith(name, mark func(string) string) string {
	switch d.kind {
	case KindEnum:
		if len(d.values) == 1 {
			return "always " + mark(d.values[0])
		}
		return "one of " + list(d.values, mark)
	case KindBool:
		return mark(d.values[0]) + " or " + mark(d.values[1])
	case KindVersion:
		return "a version number such as " + mark("1.4.0")
	case KindCommands:
		return "the name of one of " + possessive(name(d.catalog.Tool())) + " own commands"
	case KindErrorText:
		return "the text of an error, with credentials and personal data removed as far as they are recognized"
	case KindArguments:
		return "the command line, with credentials and personal data removed as far as they are recognized"
	default:
		return list(d.values, mark)
	}
}

func (d *declaration) of(value string) telemetry.Attr {
	return telemetry.Attr{Key: d.key, Value: value}
}

func list(values []string, mark func(string) string) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(mark(v))
	}
	return b.String()
}

func possessive(name string) string {
	if name == "" {
		return "the tool's"
	}
	return name + "'s"
}
