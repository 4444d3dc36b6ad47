package main

import "testing"

func TestRequiredVersion(t *testing.T) {
	const path = "example.com/x/core"
	tests := []struct {
		last   string
		change change
		path   string
		want   string
	}{
		{"", first, path, "v0.1.0"},
		{"", first, path + "/v2", "v2.0.0"},
		{"v0.1.0", unchanged, path, ""},
		{"v0.1.0", patch, path, "v0.1.1"},
		{"v0.1.9", patch, path, "v0.1.10"},
		{"v0.1.3", minor, path, "v0.2.0"},
		{"v0.1.3", breaking, path, "v0.2.0"},
		{"v1.2.3", patch, path, "v1.2.4"},
		{"v1.2.3", minor, path, "v1.3.0"},
		{"v1.2.3", breaking, path, "v2.0.0"},
		{"v2.2.3", breaking, path + "/v2", "v3.0.0"},
		{"v1.0.0-rc.1", patch, path, "v1.0.0"},
		{"v1.0.0-rc.1", breaking, path, "v1.0.0"},
		{"v1.1.0-rc.1", breaking, path, "v2.0.0"},
		{"v0.2.0-rc.1", minor, path, "v0.2.0"},
		{"v0.2.0-rc.1", breaking, path, "v0.2.0"},
		{"v0.2.1-rc.1", minor, path, "v0.3.0"},
	}
	for _, tt := range tests {
		if got := required(tt.last, tt.change, tt.path); got != tt.want {
			t.Errorf("%s, %s, %s: %q, want %q", tt.last, tt.change, tt.path, got, tt.want)
		}
	}
}
