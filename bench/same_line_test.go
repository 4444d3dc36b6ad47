package bench

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

// A comparison is fair if both write the same line.
func TestZerologWritesTheSameLine(t *testing.T) {
	var buf bytes.Buffer
	log := newZerolog(&buf)
	writeZerolog(&log)
	line, err := event.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(buf.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("zerolog wrote\n%s\noptin wrote\n%s", buf.Bytes(), line)
	}
}
