//go:build linux || darwin || freebsd

package consent

// CheckOwn is checkOwnInfo, for a test that cannot make a file of another user's.
var CheckOwn = checkOwnInfo
