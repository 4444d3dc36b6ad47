package catalog

import (
	"slices"
	"testing"
)

func TestEachAgentHasAWord(t *testing.T) {
	for _, a := range agents {
		if !slices.Contains(agentWords, a.word) {
			t.Errorf("%q, by which %s is known, is no value of Agent", a.word, a.variable)
		}
	}
}
