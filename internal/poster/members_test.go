package poster

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// Of whatever is a JSON object, Members finds what encoding/json finds, and it never
// panics on anything else.
func FuzzMembers(f *testing.F) {
	for _, text := range []string{
		`{}`, ` {"rejected":[0, 2],"retry":[]} `, `{"a":{"b":"}"},"c":"\"]","d":null}`, `{"accepted_at":"2026-05-08T12:34:56Z"}`,
		`[1]`, `{`, `{"a"}`, `{"a":}`, `{"a":1"b":2}`, `null`, ``, `{"a":[}`, `{"\u0061":1}`, `{"a":1,"a":2}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, ok := Members(data)
		var want map[string]json.RawMessage
		if !utf8.Valid(data) || json.Unmarshal(data, &want) != nil || want == nil {
			return
		}
		if !ok {
			t.Fatalf("%q is an object", data)
		}
		for name, value := range want {
			if plain := []byte(`"` + name + `"`); bytes.Count(data, []byte(`\`)) == 0 && json.Valid(plain) && !bytes.Equal(got[name], value) {
				t.Errorf("%q: %q is %q, want %q", data, name, got[name], value)
			}
		}
	})
}
