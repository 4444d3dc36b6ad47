package declared_test

import (
	"testing"

	"github.com/optin-go/optin/server/internal/declared"
)

// What is read of a declaration has a name, and each event's attributes.
func FuzzParse(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte(`{"tool":"mytool"}`))
	f.Add([]byte(`{}{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		tool, err := declared.Parse(data)
		if err != nil {
			return
		}
		if tool.Name == "" {
			t.Error("a tool without a name")
		}
		for name, e := range tool.Events {
			for _, key := range e.Attributes {
				if _, ok := tool.Attributes[key]; !ok {
					t.Errorf("%q of %q is not declared", key, name)
				}
			}
		}
	})
}
