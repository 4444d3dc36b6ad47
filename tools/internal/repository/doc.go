// Package repository reads this repository as the go command sees it: the
// modules of its workspace, their source files, and the packages they link.
//
// It reads only. What it returns is the state at the time of the call; nothing
// is kept between calls.
package repository
