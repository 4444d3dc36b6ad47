// Package size tests what optin adds to a tool's binary.
//
// The programs under testdata are built as a release is: stripped, without paths
// and without C, for one port, so that the figures are the same on every machine
// with the same Go release.
package size
