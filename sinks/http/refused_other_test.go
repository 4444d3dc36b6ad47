//go:build !unix

package httpsink_test

// refusedError is nil where the number of that error is not the same everywhere.
var refusedError error
