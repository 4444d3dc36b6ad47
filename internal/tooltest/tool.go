package tooltest

import (
	"fmt"
	"os"
	"testing"
)

// variable names the tool that a process of the test binary is.
const variable = "TOOLTEST_TOOL"

// Main runs the tool that this process is started as, with its arguments, and else
// the tests. It ends the process.
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
