// Package licenses tests that the licence of everything that is linked is known,
// and one that the project may use: by users of the published modules, and by the
// tests and commands of all modules of the workspace.
//
// The modules outside the workspace are linked with nothing of it. Those are
// programs that are run, such as linters, whatever their licence.
package licenses
