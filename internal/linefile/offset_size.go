//go:build !(unix || windows)

package linefile

import "os"

// endOfWrite returns where the last write to f ended, if no other process
// writes to f. Descriptors have no such offset here.
func endOfWrite(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
