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
	Name       string               `json:"tool"`
	Key        string               `json:"key"`
	Events     map[string]Event     `json:"events"` // nil is any
	Attributes map[string]Attribute `json:"attributes"`
}

// Event is an event that the tool sends.
type Event struct {
	Purpose    string   `json:"purpose"`
	Attributes []string `json:"attributes"`
}

// Attribute is an attribute that events may have.
type Attribute struct {
	Purpose string   `json:"purpose"`
	Values  []string `json:"values"` // nil is any
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

// Parse reads the declaration of one tool. A field that it does not know, and an
// event's attribute that is not declared, are errors: both are misspelt.
func Parse(data []byte) (Tool, error) {
	var t Tool
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&t); err != nil {
		return Tool{}, err
	}
	if decoder.More() {
		return Tool{}, errors.New("has more than one JSON object; write one file a tool")
	}
	if t.Name == "" {
		return Tool{}, errors.New(`has no "tool"; write the tool's name`)
	}
	for name, e := range t.Events {
		for _, key := range e.Attributes {
			if _, ok := t.Attributes[key]; !ok {
				return Tool{}, fmt.Errorf(`the event %q has the attribute %q, which is not in "attributes"`, name, key)
			}
		}
	}
	return t, nil
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
