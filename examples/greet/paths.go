package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
)

// eventsPath returns the file that holds the events: in the user's state
// directory, apart from the decision, because people copy their configuration
// from machine to machine.
func eventsPath() string { return filepath.Join(xdg.StateHome, tool, "events.jsonl") }

// eventsFiles returns the paths of the file that holds the events and of the two
// older ones that the file sink keeps beside it, the youngest first. None of them
// need be there.
func eventsFiles() []string {
	path := eventsPath()
	return []string{path, path + ".1", path + ".2"}
}

// queuePath returns the directory of the events that wait to be delivered.
func queuePath() string { return filepath.Join(xdg.StateHome, tool, "queue") }

// short returns path with the home directory as "~".
func short(path string) string {
	if rest, ok := strings.CutPrefix(path, xdg.Home); ok && xdg.Home != "" && strings.HasPrefix(rest, string(os.PathSeparator)) {
		return "~" + rest
	}
	return path
}
