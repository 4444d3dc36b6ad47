//go:build !unix

package linefile

import "os"

// writeOnce is f.Write: short writes that continue are unknown here.
func writeOnce(f *os.File, p []byte) (int, error) { return f.Write(p) }

// AwaitWrites does nothing. The caller may then take a line in progress for a
// torn one, and leave an empty line after it.
func AwaitWrites(*os.File) error { return nil }
