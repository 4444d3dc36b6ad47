// Package modules holds the tests of the repository's module graph: which module
// may require which, and why.
//
// A module boundary must buy a smaller dependency graph. These tests are the
// proof that it does, and that no later change gives it away unnoticed.
package modules
