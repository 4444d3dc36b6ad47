// Package rules holds the rules of this repository that no linter has: which package
// may be linked where, and that links and the tests which pages name exist.
package rules
