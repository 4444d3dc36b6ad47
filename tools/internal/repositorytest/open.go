package repositorytest

import (
	"os"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
)

// Open returns the workspace around the working directory, and keeps the go
// command from reusing the calling test's last result.
func Open(tb testing.TB) *repository.Workspace {
	tb.Helper()
	uncached(tb)
	w, err := repository.Open()
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// uncached makes this test's result unfit for reuse.
//
// Of the files a test reads, the go command remembers only those inside the
// test's own module, and rules about other modules would stay green from the
// cache after such a module broke one. It does remember the state of every
// directory that a test changed to, and the go command's own work directory
// changes the temporary directory at each start.
func uncached(tb testing.TB) {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Chdir(os.TempDir())
	tb.Chdir(dir)
}
