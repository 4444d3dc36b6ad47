// Package ioreg asks macOS for the machine's hardware UUID.
//
// There is no file and no system call for it without cgo, so a program has to be
// run. It is Apple's ioreg by absolute path, with no standard input, no
// environment, and limits on its time and its output. Only macOS builds import
// this package, and so only they link os/exec; it compiles everywhere, and is
// tested everywhere that has a shell.
package ioreg
