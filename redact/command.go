package redact

// command is a row.
type command struct{ names string }

func (t *scan) commandAt(i, end int) {}
func (t *scan) card(i, end int)      {}
func (t *scan) iban(i int)           {}
func (t *scan) sid(i int)            {}
func (t *scan) phone(i int)          {}
