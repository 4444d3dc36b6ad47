package spoolsink

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// packageState is the state as encoding/json wrote and read it.
type packageState struct {
	Version     int                `json:"version"`
	Tool        *string            `json:"tool,omitempty"`
	Delivered   int                `json:"delivered"`
	Dropped     map[DropReason]int `json:"dropped,omitempty"`
	Folded      string             `json:"folded,omitempty"`
	Failures    int                `json:"failures,omitempty"`
	Interrupted int                `json:"interrupted,omitempty"`
	NextAttempt time.Time          `json:"next_attempt,omitzero"`
	LastAttempt time.Time          `json:"last_attempt,omitzero"`
	LastResult  string             `json:"last_result,omitempty"`
}

var stateSeeds = []string{
	`{"version":1,"delivered":0}`,
	`{"version":1,"tool":"mytool","delivered":40,"dropped":{"age":3,"damaged":1},"folded":"segment-18ad8a1b6c2d4e00-0badcafe.jsonl","failures":1,"interrupted":2,"next_attempt":"2026-05-08T13:00:00.25Z","last_attempt":"2026-05-08T12:59:00+02:00","last_result":"\u003cnaïve\n\"\ud83d\ude00\" \\"}`,
	`{"version":1,"tool":null,"delivered":null,"dropped":null,"folded":null,"next_attempt":null}`,
	`{"version":1,"tool":"","dropped":{"age":null,"age":4,"other":9}}`,
	`{"Version":2,"later":{"a":[1,2]},"LAST_RESULT":"x"}`,
	`{"version":1,"delivered":-4}`, `{"version":1,"delivered":4.5}`, `{"version":1,"delivered":"4"}`, `{"version":1,"delivered":9223372036854775808}`,
	`{"version":1,"dropped":[1]}`, `{"version":1,"next_attempt":"soon"}`, `{"version":0}`, `{"version":-1}`, `{"delivered":3}`,
	`{"version":1} x`, `{"version":1`, `[]`, `null`, ``, "\x00\x00\x00", `{"version":1,"tool":"a","tool":null}`, `{"version":1,"dropped":{"age":1},"dropped":{"size":2}}`,
}

// sameState checks that a state.json is read as encoding/json reads it, and what
// is written of it too.
func sameState(t *testing.T, data []byte) {
	t.Helper()
	read := func(data []byte) (got *state, ok bool) {
		t.Helper()
		var want packageState
		wantOK := json.Unmarshal(data, &want) == nil && want.Version >= 1
		if got, ok = decodeState(data); ok != wantOK {
			t.Fatalf("%q is a state: %v; to encoding/json: %v", data, ok, wantOK)
		}
		if len(want.Dropped) == 0 {
			want.Dropped = make(map[DropReason]int)
		}
		if ok && !reflect.DeepEqual(packageState(*got), want) {
			t.Fatalf("%q is read as\n%+v\nand by encoding/json as\n%+v", data, *got, want)
		}
		return got, ok
	}
	st, ok := read(data)
	if !ok {
		return
	}
	for reason, n := range st.Dropped {
		if n == 0 || counted(reason) == nil {
			delete(st.Dropped, reason) // as loadState does
		}
	}
	written, err := st.append(nil)
	if err != nil {
		if _, reference := json.Marshal(packageState(*st)); reference == nil {
			t.Fatalf("%q: %v", data, err)
		}
		return
	}
	again, ok := read(written)
	if !ok || !sameInstant(st, again) {
		t.Errorf("%+v is written as %s", *st, written)
	}
}

// counted returns where a reason is counted, or nil if it is not known.
func counted(reason DropReason) *DropReason {
	for i := range dropReasons {
		if dropReasons[i] == reason {
			return &dropReasons[i]
		}
	}
	return nil
}

// sameInstant reports whether two states are equal, whatever the time zones.
func sameInstant(a, b *state) bool {
	x, y := *a, *b
	for _, at := range []*time.Time{&x.NextAttempt, &x.LastAttempt, &y.NextAttempt, &y.LastAttempt} {
		*at = at.UTC()
	}
	return reflect.DeepEqual(x, y)
}

func TestStateAsEncodingJSON(t *testing.T) {
	for _, seed := range stateSeeds {
		sameState(t, []byte(seed))
		for i := range seed {
			sameState(t, []byte(seed[:i]))
		}
	}
	files, err := filepath.Glob("testdata/*/state.json")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d states of earlier versions, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sameState(t, data)
		if st := loadState(filepath.Dir(file)); st.Delivered == 0 || st.LastAttempt.IsZero() || st.LastResult == "" {
			t.Errorf("%s is read as %+v", file, st)
		}
	}
}

func FuzzState(f *testing.F) {
	for _, seed := range stateSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(sameState)
}
