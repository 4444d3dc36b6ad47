package features

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/cucumber/godog"
	"github.com/gkampitakis/go-snaps/snaps"
)

// allFeatures are the paths of every scenario, seen from this directory.
const allFeatures = "."

// options are those of TestFeatures. godog fills them in from the flags that
// begin with -godog. Scenarios share nothing, so several run at once.
var options = godog.Options{Format: "progress", NoColors: true, Paths: []string{allFeatures}, Concurrency: 4}

func TestMain(m *testing.M) {
	if runChild() {
		return
	}
	if code, ok := runTool(); ok {
		os.Exit(code)
	}
	godog.BindFlags("godog.", flag.CommandLine, &options)
	flag.Parse()
	if flag.NArg() > 0 {
		options.Paths = flag.Args()
	}
	// An undefined step would pass otherwise, so this is not for a flag to change.
	options.Strict = true

	code := m.Run()
	if code == 0 && isWhole() {
		code = checkSnapshots(m)
	}
	os.Exit(code)
}

// isWhole reports whether every scenario was to run, so that a snapshot which
// none of them used is used by none.
func isWhole() bool {
	run := flag.Lookup("test.run").Value.String()
	return (run == "" || run == "^TestFeatures$") &&
		flag.Lookup("test.skip").Value.String() == "" &&
		len(options.Paths) == 1 && options.Paths[0] == allFeatures &&
		options.Tags == "" && !options.ShowStepDefinitions
}

// checkSnapshots returns 1 if there are snapshots that no scenario uses. When
// snapshots are being updated, go-snaps has removed these.
func checkSnapshots(m *testing.M) int {
	obsolete, err := snaps.Clean(m)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "features: looking for obsolete snapshots:", err)
		return 1
	case obsolete && os.Getenv("UPDATE_SNAPS") == "":
		fmt.Fprintln(os.Stderr, "features: no scenario uses the snapshots named above; remove them with UPDATE_SNAPS=true")
		return 1
	}
	return 0
}
