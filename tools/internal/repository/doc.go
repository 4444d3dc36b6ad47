// Package repository reads the workspace of this repository: its modules, and what
// they require of each other.
//
// It reads only. What it returns is the state at the time of the call; nothing
// is kept between calls.
package repository
