// Package pages shows a tool's author the answers to the questions: rendered on
// the server, readable without a script, and from no other host.
package pages
