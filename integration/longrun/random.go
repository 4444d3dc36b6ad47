package main

import (
	"math/rand/v2"
	"sync"
	"time"
)

// chance decides what goes wrong. Its seed says which things, not when the system lets
// them happen.
var (
	source lockedSource
	chance = rand.New(&source)
)

// lockedSource is a source for many goroutines.
type lockedSource struct {
	mu     sync.Mutex
	source rand.PCG
}

func (s *lockedSource) Uint64() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.source.Uint64()
}

// below returns a duration below most.
func below(most time.Duration) time.Duration { return time.Duration(chance.Int64N(int64(most))) }
