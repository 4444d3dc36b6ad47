//go:build !darwin

package app

// readingIDIsSlow: the machine ID is in a file or a system call.
const readingIDIsSlow = false
