package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	// A schema that needs another document would need the network.
	c.UseLoader(jsonschema.SchemeURLLoader{"file": jsonschema.FileLoader{}})
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lines returns the lines of a file that has at least one.
func lines(t *testing.T, name string) [][]byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	if len(out[0]) == 0 {
		t.Fatalf("%s is empty", name)
	}
	return out
}

func TestGoldenLinesAreValid(t *testing.T) {
	w := repositorytest.Open(t)
	s := compile(t, w.Join("telemetry/event.schema.json"))
	var names []string
	// The golden lines, and those of each released version.
	for _, pattern := range []string{"telemetry/testdata/*.jsonl", "telemetry/testdata/v*/*.jsonl"} {
		found, err := filepath.Glob(w.Join(pattern))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			t.Fatalf("nothing matches %s", pattern)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		for i, line := range lines(t, name) {
			event, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
			if err != nil {
				t.Errorf("%s:%d: %v", filepath.Base(name), i+1, err)
				continue
			}
			if err := s.Validate(event); err != nil {
				t.Errorf("%s:%d: %v", filepath.Base(name), i+1, err)
			}
		}
	}
}

// Each line of invalid.jsonl holds an event with one fault, and the rule of the
// schema that it breaks, so that none is refused for another reason.
func TestInvalidEventsAreRefused(t *testing.T) {
	w := repositorytest.Open(t)
	s := compile(t, w.Join("telemetry/event.schema.json"))
	for _, line := range lines(t, filepath.Join("testdata", "invalid.jsonl")) {
		var c struct {
			Why    string
			Breaks string
			Event  json.RawMessage
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		t.Run(c.Why, func(t *testing.T) {
			event, err := jsonschema.UnmarshalJSON(bytes.NewReader(c.Event))
			if err != nil {
				t.Fatal(err)
			}
			var invalid *jsonschema.ValidationError
			if err := s.Validate(event); !errors.As(err, &invalid) {
				t.Fatalf("got %v, want a validation error", err)
			}
			if got := broken(t, invalid); got != c.Breaks {
				t.Errorf("breaks %s, want %s: %v", got, c.Breaks, invalid)
			}
		})
	}
}

// broken returns the place in the schema of the one rule that err is about.
func broken(t *testing.T, err *jsonschema.ValidationError) string {
	t.Helper()
	for len(err.Causes) > 0 {
		if len(err.Causes) > 1 {
			t.Fatalf("%d faults, want one: %v", len(err.Causes), err)
		}
		err = err.Causes[0]
	}
	_, at, _ := strings.Cut(err.SchemaURL, "#")
	return path.Join(append([]string{at}, err.ErrorKind.KeywordPath()...)...)
}
