// Package schema tests that the published JSON Schema of an event accepts every
// golden line and refuses what is not an event.
package schema
