// Package tooltest runs a test's own binary as a command-line tool: as a process of
// its own, in a home directory of its own, and in a terminal.
//
//	func TestMain(m *testing.M) {
//		tooltest.Main(m, map[string]func() int{"mytool": runTool})
//	}
//
//	func TestHello(t *testing.T) {
//		home := tooltest.NewHome(t)
//		home.Run("mytool", "hello").Is(t, tooltest.Result{Stdout: "Hello!\n"})
//	}
//
// It is for tests only.
package tooltest
