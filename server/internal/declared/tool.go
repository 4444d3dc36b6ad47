package declared

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/optin-go/optin/telemetry"
)

// maxFileBytes is how large a declaration may be.
const maxFileBytes = 1 << 20

// Tool is what an author declares of a tool.
type Tool struct {
	Name       string
	Key        string           // "" asks for no bearer token
	Events     map[string]Event // nil is any
	Attributes map[string]Attribute
}

// Event is an event that the tool sends.
type Event struct {
	Purpose    string
	Attributes []string
}

// Attribute is an attribute that events may have.
type Attribute struct {
	Purpose string
	Values  []string // nil is any
	Allowed string   // which values the tool allows, in words
}

// ReadFile reads the declaration of one tool.
func ReadFile(path string) (Tool, error) {
	f, err := os.Open(path)
	if err != nil {
		return Tool{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return Tool{}, err
	}
	if len(data) > maxFileBytes {
		return Tool{}, fmt.Errorf("%s: larger than 1 MiB", path)
	}
	t, err := Parse(data)
	if err != nil {
		return Tool{}, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// catalog is what "mytool telemetry events --output json" prints, and the key.
type catalog struct {
	Schema  int     `json:"schema"`
	Tool    string  `json:"tool"`
	Key     string  `json:"key"`
	Notice  string  `json:"notice"`
	Purpose string  `json:"purpose"`
	Events  []event `json:"events"`
}

type event struct {
	Name       string      `json:"name"`
	Purpose    string      `json:"purpose"`
	Attributes []attribute `json:"attributes"`
}

type attribute struct {
	Key     string   `json:"key"`
	Kind    string   `json:"kind"`
	Purpose string   `json:"purpose"`
	Values  []string `json:"values"`
	Allowed string   `json:"allowed"`
}

// Parse reads the declaration of one tool. A field that it does not know is an error:
// it is misspelt, or of a later version. An attribute of several events may have the
// values of each.
func Parse(data []byte) (Tool, error) {
	var c catalog
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return Tool{}, err
	}
	const newest = 1
	switch {
	case decoder.More():
		return Tool{}, errors.New("has more than one JSON object; write one file a tool")
	case c.Tool == "":
		return Tool{}, errors.New(`has no "tool"; write the tool's name`)
	case c.Schema > newest:
		return Tool{}, fmt.Errorf("has the schema %d; this server knows %d: update it", c.Schema, newest)
	}
	t := Tool{Name: c.Tool, Key: c.Key, Attributes: map[string]Attribute{}}
	if c.Events != nil {
		t.Events = map[string]Event{}
	}
	for _, e := range c.Events {
		if _, twice := t.Events[e.Name]; e.Name == "" || twice {
			return Tool{}, fmt.Errorf("has the event %q twice, or without a name", e.Name)
		}
		keys := make([]string, len(e.Attributes))
		for i, a := range e.Attributes {
			keys[i] = a.Key
			t.declare(a)
		}
		t.Events[e.Name] = Event{e.Purpose, keys}
	}
	return t, nil
}

func (t Tool) declare(a attribute) {
	known, ok := t.Attributes[a.Key]
	switch {
	case !ok:
		known = Attribute{a.Purpose, a.Values, a.Allowed}
	case known.Values == nil: // any value, in the words of the first such event
	case a.Values == nil:
		known.Values, known.Allowed = nil, a.Allowed
	default:
		known.Values = append(slices.Clip(known.Values), a.Values...)
	}
	t.Attributes[a.Key] = known
}

// Allows reports whether e is declared, with all its attributes and their values.
func (t Tool) Allows(e *telemetry.Event) bool {
	if t.Events == nil {
		return true
	}
	declared, ok := t.Events[e.Name]
	if !ok {
		return false
	}
	for _, a := range e.Attrs {
		if !slices.Contains(declared.Attributes, a.Key) {
			return false
		}
		if values := t.Attributes[a.Key].Values; values != nil && !slices.Contains(values, a.Value) {
			return false
		}
	}
	return true
}
