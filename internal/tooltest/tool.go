package tooltest

import (
	"fmt"
	"os"
	"testing"
)

// variable holds the name of the tool that a process of the test binary runs
// as.
const variable = "TOOLTEST_TOOL"

// Main runs the tool as which this process was started, with its arguments, or the
// tests if it is none. It ends the process.
func Main(m *testing.M, tools map[string]func() int) {
	os.Exit(code(m, tools))
}

func code(m *testing.M, tools map[string]func() int) int {
	name, ok := os.LookupEnv(variable)
	if !ok {
		return m.Run()
	}
	run, ok := tools[name]
	if !ok {
		const badUse = 70
		fmt.Fprintln(os.Stderr, "tooltest: there is no tool "+name)
		return badUse
	}
	return run()
}
