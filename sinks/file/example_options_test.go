//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows

package filesink_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func ExampleOptions() {
	dir, err := os.MkdirTemp("", "mytool")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	sink := filesink.New(filepath.Join(dir, "events.jsonl"), &filesink.Options{MaxBytes: 64 << 10, Keep: 1})
	defer sink.Close()
	for range 2000 {
		if err := sink.Emit(context.Background(), telemetry.Event{Name: "tick"}); err != nil {
			fmt.Println(err)
			return
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, file := range files {
		fmt.Println(file.Name())
	}
	// Output:
	// events.jsonl
	// events.jsonl.1
}
