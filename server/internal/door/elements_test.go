package door

import (
	"encoding/json"
	"testing"
)

func FuzzElements(f *testing.F) {
	for _, seed := range []string{`[]`, `[ ]`, `[1]`, `[1, "a,]\\"" ,{"x":[1,{"y":"]}"}]}, [ ], null ]`, `["\\\\",2]`, `[[],[[]]]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, array []byte) {
		if len(array) == 0 || array[0] != '[' || !json.Valid(array) {
			return
		}
		var want []json.RawMessage
		if err := json.Unmarshal(array, &want); err != nil {
			t.Fatal(err)
		}
		n := 0
		for got := range elements(array) {
			var value json.RawMessage
			if err := json.Unmarshal(got, &value); err != nil || n >= len(want) || string(value) != string(want[n]) {
				t.Fatalf("element %d of %s is %s: %v", n, array, got, err)
			}
			n++
		}
		if n != len(want) {
			t.Fatalf("%s has %d elements, want %d", array, n, len(want))
		}
	})
}
