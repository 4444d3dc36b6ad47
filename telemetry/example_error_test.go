package telemetry_test

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/optin-go/optin/telemetry"
)

// Programs act on the kind or on the cause, never on the text.
func ExampleError() {
	var err error = &telemetry.Error{
		Kind: telemetry.ErrIO,
		Op:   "filesink: open",
		Err:  &fs.PathError{Op: "open", Path: "events.jsonl", Err: fs.ErrPermission},
	}
	fmt.Println(errors.Is(err, telemetry.ErrIO), errors.Is(err, fs.ErrPermission))
	fmt.Println(err)
	// Output:
	// true true
	// filesink: open: I/O error: open events.jsonl: permission denied
}
