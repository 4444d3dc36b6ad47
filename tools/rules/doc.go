// Package rules holds the rules of this repository that no linter has: which package
// may be linked where, what a published module comes with, that links lead somewhere.
package rules
