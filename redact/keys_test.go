package redact

import (
	"strings"
	"testing"
)

// The look at the last letters may spare a name the comparison with all words, and
// may hide none of them.
func TestTheLastLettersHideNoCredential(t *testing.T) {
	for _, w := range &keyWords {
		for _, tail := range append([]string{""}, keyTails[:]...) {
			for _, separator := range []string{"", "_", "-", ".", " "} {
				name := w.word + separator + tail
				for _, key := range []string{name, strings.ToUpper(name), "db_" + name, "x" + name, "2" + name, name + "2", name + "_", spread(name, separator)} {
					if kindOfAny(key) != keyNone && kindOf(key) == keyNone {
						t.Errorf("%q is not taken for a credential", key)
					}
				}
			}
		}
	}
}

// spread puts the separator between all letters.
func spread(s, separator string) string { return strings.Join(strings.Split(s, ""), separator) }
