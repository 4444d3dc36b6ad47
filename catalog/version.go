package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// Version returns a short hash of what is declared, 12 lower-case hexadecimal
// digits: the Notice of the user's consent. When it changes, a consent to the old
// one does not count any more, and the user is asked again. It is "" while
// [Catalog.Err] is not nil.
//
// It changes with everything that the user was told: the tool's name, and each
// event, attribute, kind, value, bound and purpose. A hash cannot tell wider from
// narrower: it changes as well when less is collected, which is on the safe side.
// It does not change with the order of declaration, with white space in purposes,
// with attributes that no event has, nor with [Commands.Allow]. It is the same
// for every version of this package.
func (c *Catalog) Version() string {
	if c.Err() != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(c.canonical()))
	return hex.EncodeToString(sum[:6])
}

// canonical returns what Version hashes. Texts stand behind their lengths, so
// that no text can be taken for two.
func (c *Catalog) canonical() string {
	var b strings.Builder
	text := func(s string) {
		b.WriteString(strconv.Itoa(len(s)))
		b.WriteByte(':')
		b.WriteString(s)
	}
	texts := func(all []string) {
		b.WriteString(strconv.Itoa(len(all)))
		b.WriteByte('*')
		for _, s := range slices.Sorted(slices.Values(all)) {
			text(s)
		}
	}
	text("optin catalog 1")
	text(c.tool)
	text(c.purpose)
	events := slices.SortedFunc(slices.Values(c.events), func(x, y *Event) int { return strings.Compare(x.name, y.name) })
	for _, e := range events {
		text(e.name)
		text(e.purpose)
		attributes := slices.SortedFunc(slices.Values(e.attributes), func(x, y Attribute) int { return strings.Compare(x.Key(), y.Key()) })
		b.WriteString(strconv.Itoa(len(attributes)))
		b.WriteByte('*')
		for _, a := range attributes {
			d := a.declared()
			text(string(d.kind))
			text(d.key)
			text(d.purpose)
			texts(d.values)
		}
	}
	return b.String()
}
