// Package questions holds what a tool's author asks, each question once.
//
// A [Question] has its SQL twice: over the roll-ups of the SQLite store, where it
// costs the same however many events there are, and over events, in SQL that
// SQLite and ClickHouse both run. Tests hold both, on both engines, and an
// independent count in Go to the same numbers.
//
// The words of the columns: machines are distinct machines; runs are events with
// an attribute command; failures are runs with an outcome other than ok and
// cancelled; a day is the number of days since 1970-01-01, in UTC, by the clock of
// the sender; a week begins on Monday.
package questions
