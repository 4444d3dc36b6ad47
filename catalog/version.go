package catalog

// Version returns a short hash of what is declared: 12 lower-case hexadecimal
// digits.
func (c *Catalog) Version() string { return "" }
