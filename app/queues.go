package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/optin-go/optin/consent"
	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// queueDigits is how many hexadecimal digits name a queue.
const queueDigits = 16

// queues is the directory in which each yes has a queue of its own, the directory
// of a spoolsink. An event that a command is writing while its user withdraws can
// come to lie in a queue that was removed a moment before; under a later yes
// nobody looks there.
type queues string

// of returns the directory of the queue of a decision.
func (q queues) of(c consent.Consent) string {
	sum := sha256.Sum256([]byte(c.DecidedAt.UTC().Format(time.RFC3339Nano) + "\n" + c.Notice))
	return filepath.Join(string(q), hex.EncodeToString(sum[:])[:queueDigits])
}

// all returns the directories of all queues, in no order. What else is there is
// not a queue, and left alone. A link is not followed: whoever made it chose what
// it is of.
func (q queues) all() ([]string, error) {
	switch info, err := os.Lstat(string(q)); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, &fs.PathError{Op: "open", Path: string(q), Err: errors.New("it is not a directory; remove it")}
	}
	entries, err := os.ReadDir(string(q))
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, entry := range entries {
		if name := entry.Name(); len(name) == queueDigits && strings.Trim(name, "0123456789abcdef") == "" {
			dirs = append(dirs, filepath.Join(string(q), name))
		}
	}
	return dirs, nil
}

// purge removes all queues.
func (q queues) purge() error {
	dirs, err := q.all()
	errs := []error{err}
	for _, dir := range dirs {
		errs = append(errs, purgeQueue(dir))
	}
	return errors.Join(errs...)
}

// purgeQueue removes one queue. Its directory stays if somebody has put something
// else there, or is writing to it: then that is removed next.
func purgeQueue(dir string) error {
	if err := spoolsink.Purge(dir); err != nil {
		return err
	}
	_ = os.Remove(dir)
	return nil
}

// sweep removes the queues of earlier decisions, which a command that was killed
// while its user withdrew has left, or somebody who replaced the record by hand.
// stands is asked after the queues were listed: one that was made before then is
// of an earlier decision, and no other process can have made it for a later one.
func (q queues) sweep(keep string, stands func() bool) {
	dirs, _ := q.all()
	dirs = slices.DeleteFunc(dirs, func(dir string) bool { return dir == keep })
	if len(dirs) == 0 || !stands() {
		return
	}
	for _, dir := range dirs {
		_ = purgeQueue(dir) // the next delivery tries again
	}
}
