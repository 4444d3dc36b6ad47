// Package examples holds commands that show optin at work, one a directory, and
// the test that runs what the README says about them. It is never released.
package examples
