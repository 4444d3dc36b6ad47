// Package git runs the git command in one repository.
//
// It runs git as it is configured for the person at the keyboard: hooks,
// signatures and identity are theirs. It leaves out what a caller's own git put into
// the environment, so that a command started by a hook still means the repository it
// was given and not the hook's.
package git
