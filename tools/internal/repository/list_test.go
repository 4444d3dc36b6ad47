package repository

import (
	"slices"
	"testing"
)

func TestChainIsTheShortest(t *testing.T) {
	ps := Packages{
		"a": {Imports: []string{"b", "x/vendored"}, ImportMap: map[string]string{"x/vendored": "vendor/x"}},
		"b": {Imports: []string{"c"}},
		"c": {Imports: []string{"d"}},
		// A detour, later in the list of a's imports than the short way.
		"vendor/x": {Imports: []string{"b"}},
		"d":        {},
		"alone":    {},
	}
	tests := []struct {
		from, to string
		want     []string
	}{
		{"a", "d", []string{"a", "b", "c", "d"}},
		{"a", "vendor/x", []string{"a", "vendor/x"}},
		{"a", "a", []string{"a"}},
		{"d", "a", nil},
		{"a", "alone", nil},
		{"unknown", "a", nil},
	}
	for _, tt := range tests {
		if got := ps.Chain(tt.from, tt.to); !slices.Equal(got, tt.want) {
			t.Errorf("Chain(%q, %q) = %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}
