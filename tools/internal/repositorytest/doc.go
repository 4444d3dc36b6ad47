// Package repositorytest opens this repository for tests of its rules.
package repositorytest
