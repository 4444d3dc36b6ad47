package declared_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/optin-go/optin/server/internal/declared"
)

// A declaration that is read says the same when it is written and read again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"tool":"mytool","key":"k","events":{"e":{"purpose":"p","attributes":["a"]}},"attributes":{"a":{"purpose":"p","values":["x"]}}}`))
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
		text, err := json.Marshal(tool)
		if err != nil {
			t.Fatal(err)
		}
		again, err := declared.Parse(text)
		if err != nil || !reflect.DeepEqual(again, tool) {
			t.Errorf("%s is read as %+v, %v, want %+v", text, again, err, tool)
		}
	})
}
