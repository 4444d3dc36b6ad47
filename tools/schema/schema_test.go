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

// The golden lines, and those of each released version, are valid.
func TestGoldenLinesAreValid(t *testing.T) {
	w := repositorytest.Open(t)
	s := compile(t, w.Join("telemetry/event.schema.json"))
	for _, pattern := range []string{"telemetry/testdata/*.jsonl", "telemetry/testdata/v*/*.jsonl"} {
		names, err := filepath.Glob(w.Join(pattern))
		if err != nil || len(names) == 0 {
			t.Fatalf("nothing matches %s: %v", pattern, err)
		}
		for _, name := range names {
			for i, line := range lines(t, name) {
				if err := validate(s, line); err != nil {
					t.Errorf("%s:%d: %v", name, i+1, err)
				}
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
			var invalid *jsonschema.ValidationError
			if err := validate(s, c.Event); !errors.As(err, &invalid) {
				t.Fatalf("got %v, want a validation error", err)
			}
			rule := invalid
			for len(rule.Causes) == 1 {
				rule = rule.Causes[0]
			}
			_, at, _ := strings.Cut(rule.SchemaURL, "#")
			if got := path.Join(append([]string{at}, rule.ErrorKind.KeywordPath()...)...); got != c.Breaks {
				t.Errorf("breaks %s, want %s alone: %v", got, c.Breaks, invalid)
			}
		})
	}
}

func validate(s *jsonschema.Schema, line []byte) error {
	event, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
	if err != nil {
		return err
	}
	return s.Validate(event)
}
