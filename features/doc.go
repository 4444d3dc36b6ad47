// Package features runs the specification's scenarios, and this project's own,
// against all modules. It is never released: what it requires must not reach
// anybody's module graph.
//
//	go test ./features
//
// There is one .feature file for each concern, and one file of steps beside it.
package features
