package filesink_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	filesink "github.com/optin-go/optin/sinks/file"
)

func init() {
	roles["list descriptors"] = listDescriptorsRole
}

// listDescriptorsRole says what this process has open, and waits.
func listDescriptorsRole([]string) error {
	const dir = "/proc/self/fd"
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if target, err := os.Readlink(filepath.Join(dir, entry.Name())); err == nil {
			fmt.Println(target)
		}
	}
	fmt.Println("end")
	_, _ = fmt.Scanln() // until it is closed
	return nil
}

func TestChildHoldsNothing(t *testing.T) {
	path := tempFile(t)
	options := &filesink.Options{MaxBytes: 1 << 10}
	sink := filesink.New(path, options)
	defer sink.Close()
	stock := mustStock(t, 1)
	for i := range 4 {
		check(t, sink.Emit(t.Context(), stock.event("p", i, 0)))
	}
	child := roletest.Start(t, "list descriptors")
	for {
		line, err := child.Out.ReadString('\n')
		check(t, err)
		if strings.TrimSpace(line) == "end" {
			break
		}
		if strings.HasPrefix(line, path) {
			t.Errorf("the child holds %s", line)
		}
	}
	// The file is full now. If the child held its lock, nobody could rotate it.
	other := filesink.New(path, options)
	defer other.Close()
	check(t, other.Emit(t.Context(), stock.event("q", 0, 0)))
	if files := rotated(t, path); len(files) != 2 {
		t.Errorf("the file was not rotated: %q", files)
	}
	child.Ends(t)
}
