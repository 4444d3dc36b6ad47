package main

import (
	"slices"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
)

func TestIn(t *testing.T) {
	const code = `package p
func FuzzOne(f *testing.F) {}
func FuzzTwo(f *testing.F) {}
func Fuzz() {}
func (t T) FuzzMethod(f *testing.F) {}
func TestFuzz(t *testing.T) {}
`
	tests := []struct {
		file string
		want []target
	}{
		{"m/p/p_test.go", []target{{"m/p", "FuzzOne"}, {"m/p", "FuzzTwo"}}},
		{"m/p/p.go", nil},
	}
	for _, tt := range tests {
		s, err := repository.Parse(tt.file, []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		if got := in(s); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.file, got, tt.want)
		}
	}
}
