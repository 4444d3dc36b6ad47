package repository

import "golang.org/x/mod/modfile"

// Module is one module of the workspace.
type Module struct {
	// Dir is the module's directory, relative to the repository's root and with
	// slashes, such as "sinks/file".
	Dir string
	// Use is what the use line of go.work calls that directory.
	Use string
	// File is the module's go.mod.
	File *modfile.File
}

// Path returns the module path.
func (m *Module) Path() string { return m.File.Module.Mod.Path }

// Published reports whether the module is ever tagged. A module that is not on
// the list of those that never are is published, so that a new one meets the
// stricter rules first.
func (m *Module) Published() bool {
	switch m.Dir {
	case "examples", "features", "tools":
		return false
	}
	return true
}
