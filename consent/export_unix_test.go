//go:build linux || darwin || freebsd

package consent

// CheckOwn is checkOwn, for a test that cannot make a file of another user's.
var CheckOwn = checkOwn
