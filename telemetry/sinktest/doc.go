// Package sinktest tests implementations of [telemetry.Sink] and of
// [telemetry.Exporter].
//
// [Run] holds a sink to each promise of the interface, one subtest a promise;
// what a failing subtest prints begins with the promise that was broken. A
// sink's own test is a few lines: see the example. [Check] does the same without
// a [testing.T], so that a test can show that a broken sink is found out.
// [RunExporter] and [CheckExporter] do the same for what a queue delivers with.
// [FailOn] makes a sink fail at a chosen event, to test what a tool does then.
package sinktest
