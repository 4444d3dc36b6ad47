package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/ownfile"
)

// marker is the file whose modification time says when a sender was last
// started or tried. It is touched before the start, so it limits attempts
// rather than successes. Its line says how many starts in a row have failed,
// and why.
type marker string

// maxMarkerBytes bounds what is read of a marker.
const maxMarkerBytes = 1 << 10

// touched returns when a sender was last started or tried, or the zero time. It
// costs one system call.
func (m marker) touched() time.Time {
	info, err := os.Lstat(string(m))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// isOver reports whether the interval has passed since the last start. A time more
// than the interval ahead came from a wrong clock, and counts as passed.
func isOver(last time.Time, every time.Duration) bool {
	age := time.Since(last)
	return age >= every || age < -every
}

// claim marks a start by this process, if one is still due and no other process is
// starting one.
func (m marker) claim(every time.Duration) (*claimed, bool) {
	f, info, err := ownfile.Open(string(m), os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, false // attempts could not be limited
	}
	c := &claimed{file: f}
	// Where the file system has no locks, a few processes may start one each.
	if err := kernellock.Try(f); errors.Is(err, kernellock.ErrBusy) || !ownfile.IsAt(info, string(m)) {
		c.release()
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(f, maxMarkerBytes))
	if err != nil {
		c.release()
		return nil, false
	}
	// Another process may have started one meanwhile. A new file has no line yet.
	if info, err = f.Stat(); err != nil || len(data) > 0 && !isOver(info.ModTime(), every) {
		c.release()
		return nil, false
	}
	c.failures, _ = parseMarker(data)
	if c.write(c.failures, "") != nil {
		c.release()
		return nil, false
	}
	return c, true
}

// claimed is a marker that this process has locked.
type claimed struct {
	file     *os.File
	failures int // starts in a row that failed before this one
}

func (c *claimed) write(failures int, why string) error {
	line := []byte(fmt.Sprintf("failures=%d %s\n", failures, plain(why)))
	if len(line) > maxMarkerBytes {
		line = append(line[:maxMarkerBytes-1], '\n')
	}
	if _, err := c.file.WriteAt(line, 0); err != nil {
		return err
	}
	return c.file.Truncate(int64(len(line)))
}

// started records whether the start succeeded, and releases the marker.
func (c *claimed) started(err error) {
	if err != nil {
		_ = c.write(c.failures+1, err.Error())
	} else if c.failures > 0 {
		_ = c.write(0, "")
	}
	c.release()
}

func (c *claimed) release() {
	kernellock.Unlock(c.file)
	_ = c.file.Close()
}

// last returns when a sender was last started or tried, how many starts in a row have
// failed, and why. It only reads.
func (m marker) last() (at time.Time, failures int, why string) {
	data, _, err := ownfile.Read(string(m), maxMarkerBytes, false)
	if err == nil {
		failures, why = parseMarker(data)
	}
	return m.touched(), failures, why
}

func parseMarker(data []byte) (failures int, why string) {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	count, reason, _ := bytes.Cut(bytes.TrimPrefix(line, []byte("failures=")), []byte(" "))
	n, err := strconv.Atoi(string(count))
	if err != nil || n < 0 {
		return 0, ""
	}
	return n, string(reason)
}
