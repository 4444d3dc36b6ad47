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

// queues is the directory that holds one queue for each grant, each the directory
// of a spoolsink. A command that races with a withdrawal can recreate its queue
// after the purge. A later grant has another directory, so such a leftover is
// never delivered.
type queues string

// of returns the directory of a decision's queue.
func (q queues) of(c consent.Consent) string {
	sum := sha256.Sum256([]byte(c.DecidedAt.UTC().Format(time.RFC3339Nano) + "\n" + c.Notice))
	return filepath.Join(string(q), hex.EncodeToString(sum[:])[:queueDigits])
}

// all returns the directories of all queues, in no order. Other entries are left
// alone. It does not follow a link: whoever made the link chose its target.
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

// purgeQueue removes one queue. Its directory stays if it holds another file, or
// while a process writes to it; a later purge removes it.
func purgeQueue(dir string) error {
	if err := spoolsink.Purge(dir); err != nil {
		return err
	}
	_ = os.Remove(dir)
	return nil
}

// sweep removes the queues of earlier decisions, left by a command that was
// killed during a withdrawal or by somebody who replaced the record by hand. It
// calls stands after it has listed the queues: if the decision still stands
// then, no listed queue but keep can belong to it or to a later one.
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
