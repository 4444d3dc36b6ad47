package rotated_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/optin-go/optin/internal/rotated"
)

func TestBeyondNamesWhatALargerKeepLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	for n := range 5 {
		if err := os.WriteFile(rotated.Name(path, n), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := rotated.Beyond(path, 2), []string{path + ".3", path + ".4"}; !slices.Equal(got, want) {
		t.Errorf("Beyond returns %q, want %q", got, want)
	}
	if got := rotated.Beyond(path, 4); got != nil {
		t.Errorf("Beyond all returns %q", got)
	}
}
