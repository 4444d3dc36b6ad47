package catalog

// AllowEmpty allows the empty value, which no author can, for the conformance
// kit's event that has one.
func (a *Commands) AllowEmpty() {
	set := map[string]struct{}{"": {}}
	for path := range *a.commands.current.Load() {
		set[path] = struct{}{}
	}
	a.commands.current.Store(&set)
}

// Fit reports whether a text may stand in a declaration.
func Fit(s string) bool { return unfit(s) == "" }
