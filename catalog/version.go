package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// Version returns a short hash of what is collected, 12 lower-case hexadecimal
// digits. It is "" while [Catalog.Err] is not nil.
//
// It changes with the tool's name, and with each event, attribute, kind, value and
// bound. It does not change with purposes, the order of declaration, attributes that
// no event has, nor with [Commands.Allow]. It is the same for every version of this
// package. [Catalog.Notice] is what the user agrees to.
func (c *Catalog) Version() string {
	if c.Err() != nil {
		return ""
	}
	return digest(c.items())
}

// items returns what is collected, one thing an item, sorted, each once. An event is
// an item, and so is each attribute of each event, and each value of an attribute.
func (c *Catalog) items() []string {
	var items []string
	for _, e := range c.events {
		items = append(items, c.item("event", e.name))
		for _, a := range e.attributes {
			d := a.declared()
			items = append(items, c.item("attribute", e.name, string(d.kind), d.key))
			for _, v := range d.values {
				items = append(items, c.item("value", string(d.kind), d.key, v))
			}
		}
	}
	if len(items) == 0 {
		return []string{c.item("nothing")}
	}
	slices.Sort(items)
	return slices.Compact(items)
}

// item returns words that belong together as one text. Each word stands behind its
// length, so that no text can be taken for two.
func (c *Catalog) item(words ...string) string {
	var b strings.Builder
	for _, w := range append([]string{"optin item 1", c.tool}, words...) {
		b.WriteString(strconv.Itoa(len(w)) + ":" + w)
	}
	return b.String()
}

// digest returns 12 hexadecimal digits that tell lists of texts apart.
func digest(texts []string) string {
	var b strings.Builder
	for _, s := range texts {
		b.WriteString(strconv.Itoa(len(s)) + ":" + s)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:6])
}
