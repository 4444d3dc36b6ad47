// Package demo makes up a tool and the events of its users: the same ones for the
// same seed, so that pictures and tests can be compared.
//
// The made-up tool is shipit. It grows, rests at weekends, and is released five
// times; version 1.6.0 has a bug that makes deploy fail, which 2.0.0 mends.
package demo
