package catalog

import "io"

// WriteNotice writes the notice for the tool's user to w, as Markdown.
func (c *Catalog) WriteNotice(w io.Writer) error {
	if err := c.Err(); err != nil {
		return err
	}
	_, err := io.WriteString(w, "# "+c.tool+"\n")
	return err
}
