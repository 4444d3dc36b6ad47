//go:build unix

package consent

import (
	"bytes"
	"os"
	"strconv"
	"sync"

	"github.com/optin-go/optin/internal/ownfile"
)

// The user database. Users and groups come from nowhere else here: to ask libc,
// which may know of others, takes cgo and may take the network.
var (
	passwdFile = "/etc/passwd"
	groupFile  = "/etc/group"
)

// passwdOf returns the name, the group and the home directory that the user database
// has for a user; ok is false if it has none.
func passwdOf(uid int) (name, group, home string, ok bool) {
	for fields := range entries(passwdFile, 7) {
		if string(fields[2]) == strconv.Itoa(uid) {
			return string(fields[0]), string(fields[3]), string(fields[5]), true
		}
	}
	return "", "", "", false
}

// privateGroup is read once, as ownHome is.
var privateGroup = sync.OnceValue(func() int { return privateGroupOf(os.Getuid()) })

// privateGroupOf returns the ID of the group that is a user's alone, or -1. It has
// the user's name, is the user's first group and nobody else's, and has no other
// member.
func privateGroupOf(uid int) int {
	user, group, _, ok := passwdOf(uid)
	if !ok {
		return -1
	}
	for fields := range entries(passwdFile, 7) {
		if string(fields[3]) == group && string(fields[0]) != user {
			return -1
		}
	}
	named := false
	for fields := range entries(groupFile, 4) {
		if string(fields[2]) != group {
			continue
		}
		if members := string(fields[3]); string(fields[0]) != user || members != "" && members != user {
			return -1
		}
		named = true
	}
	id, err := strconv.Atoi(group)
	if err != nil || !named {
		return -1
	}
	return id
}

// entries returns the lines of a database that have n fields.
func entries(path string, n int) func(yield func([][]byte) bool) {
	return func(yield func([][]byte) bool) {
		for line := range bytes.Lines(database(path)) {
			if fields := bytes.Split(bytes.TrimRight(line, "\n"), []byte(":")); len(fields) == n && !yield(fields) {
				return
			}
		}
	}
}

// database returns what the file at path holds, or nothing if that is over 1 MiB or
// cannot be read.
func database(path string) []byte {
	for _, most := range []int{16 << 10, 1 << 20} {
		data, _, err := ownfile.Read(path, most, true)
		if err != nil {
			return nil
		}
		if len(data) < most {
			return data
		}
	}
	return nil
}
