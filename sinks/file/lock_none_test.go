//go:build aix || (solaris && !illumos) || !(unix || windows)

package filesink

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/optin-go/optin/telemetry"
)

func TestFullFileTakesNoMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.jsonl")
	full := strings.Repeat("x", 1000) + "\n"
	if err := os.WriteFile(path, []byte(full), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		sink := New(path, &Options{MaxBytes: 1000})
		defer sink.Close()
		ctx := context.Background()
		if err := sink.Emit(ctx, telemetry.Event{Name: "refused"}); !errors.Is(err, telemetry.ErrIO) || !errors.Is(err, errNoLock) {
			t.Errorf("Emit returned %v, want ErrIO and errNoLock", err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != full {
			t.Errorf("the full file has changed, or %v", err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if err := sink.Emit(ctx, telemetry.Event{Name: "one"}); err != nil {
			t.Errorf("Emit returned %v, after the full file was removed", err)
		}
	})
}
