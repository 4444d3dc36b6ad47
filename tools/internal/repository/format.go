package repository

import (
	"fmt"
	"strings"

	"golang.org/x/mod/modfile"
)

// Format returns the text of go.work: its modules, and a replace line for each version
// of one that another requires.
func (w *Workspace) Format() ([]byte, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "go %s\n\nuse (\n", w.Go)
	for _, m := range w.Modules {
		fmt.Fprintf(&text, "\t%s\n", modfile.AutoQuote(m.Use))
	}
	text.WriteString(")\n\nreplace (\n")
	for _, v := range w.Siblings() {
		fmt.Fprintf(&text, "\t%s %s => %s\n", v.Path, v.Version, modfile.AutoQuote(w.Sibling(v.Path).Use))
	}
	text.WriteString(")\n")
	file, err := modfile.ParseWork("go.work", []byte(text.String()), nil)
	if err != nil {
		return nil, err
	}
	file.Cleanup() // no parentheses around one line, or none
	return modfile.Format(file.Syntax), nil
}
