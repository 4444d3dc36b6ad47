package main

import (
	"context"
	"io"
)

// custom uses a sink that is not optin's.
func custom(ctx context.Context, stdout io.Writer) error {
	return record(ctx, newWriterSink(stdout))
}
