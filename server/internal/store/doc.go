// Package store keeps events in one SQLite file: the events as they came, and
// roll-ups from which the pages are answered.
//
// # What it promises
//
// Ingest returns after its transaction is on disk. An event is counted once,
// whatever is sent again: its ID is unique. The roll-ups change in the
// transaction that inserts the event, so that they always equal the events;
// [Store.Check] recomputes them. Nothing acknowledged is lost when the process
// is killed.
//
// # Roll-ups
//
// A slice is a tool's events with one version or any, one operating system or
// any, and one command or any; or with at most one of these and one value of a
// further dimension, such as the outcome. For each slice and day the table daily
// has the number of events, runs and failures, and the set of machines. Machines
// are numbered; a set is stored in chunks of 8192 machines, as a bitmap or, while
// it is small, as a list. The SQL functions machines, unite and overlap work on
// sets: distinct machines over any number of days are the union of daily sets, so
// that a query costs what its days and slices cost, and no more with more events.
//
// # One writer
//
// One goroutine writes. It takes all requests that wait into one transaction:
// the more there are, the fewer times the disk is waited for.
package store
