package ioreg

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"time"
)

// maxOutput is some ten times what ioreg says of one device, in bytes.
const maxOutput = 64 << 10

var (
	errRelative = errors.New("the program's path is not absolute")
	errTooLong  = errors.New("the program's output is too long")
)

// output runs the program at path and returns what it wrote to standard output.
// The program gets an empty standard input, no environment and at most limit,
// after which it is killed; its standard error is dropped. More than maxOutput
// bytes, and output that something the program started keeps open, are errors.
// No error holds any of the output.
func output(limit time.Duration, path string, args ...string) ([]byte, error) {
	if !filepath.IsAbs(path) {
		return nil, errRelative // or else PATH would choose the program
	}
	// The last tenth is for closing the pipe under whoever still holds it.
	grace := limit / 10
	ctx, cancel := context.WithTimeout(context.Background(), limit-grace)
	defer cancel()
	out := &bounded{tooLong: cancel}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = []string{} // nil would be the caller's own
	cmd.Stdout = out
	cmd.WaitDelay = grace
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	return out.kept.Bytes(), nil
}

// bounded keeps up to maxOutput bytes, and calls tooLong instead of keeping more.
type bounded struct {
	kept    bytes.Buffer // not embedded: its ReadFrom would go past Write
	tooLong func()
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.kept.Len()+len(p) > maxOutput {
		b.tooLong()
		return 0, errTooLong
	}
	return b.kept.Write(p)
}
