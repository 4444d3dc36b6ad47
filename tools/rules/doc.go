// Package rules holds this repository's conventions for Go code as functions
// that find what breaks them, and the tests that run them over all modules.
//
// A convention that no test holds is one a reviewer must remember. Each rule is
// itself tested against code that breaks it.
package rules
