package main

import (
	"slices"
	"testing"
)

func TestRepresentatives(t *testing.T) {
	all := []string{"aix/ppc64", "linux/386", "linux/amd64", "linux/arm", "linux/arm64", "windows/386", "windows/amd64"}
	want := []string{"aix/ppc64", "linux/386", "linux/amd64", "windows/386"}
	if got := representatives(all); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
