package app

// quietly keeps a mistake of this package, or a panic of what it was given, from
// becoming one of the tool.
func quietly() { _ = recover() }
