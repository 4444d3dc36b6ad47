//go:build race

package door_test

// underRace says that the race detector multiplies the memory of a process.
const underRace = true
