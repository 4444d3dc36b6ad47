//go:build linux || darwin || freebsd

package consent

// CheckOwn is checkNew, for a test that cannot make a file of another user's.
var CheckOwn = checkNew

// SetPrivateGroup makes id that of the user's private group, and returns what undoes
// it.
func SetPrivateGroup(id int) (undo func()) {
	before := privateGroup
	privateGroup = func() int { return id }
	return func() { privateGroup = before }
}

// PrivateGroupOf looks into other databases than the system's.
func PrivateGroupOf(uid int, passwd, group string) int {
	defer func(p, g string) { passwdFile, groupFile = p, g }(passwdFile, groupFile)
	passwdFile, groupFile = passwd, group
	return privateGroupOf(uid)
}

// HomeOf looks into another database than the system's.
func HomeOf(uid int, passwd string) string {
	defer func(p string) { passwdFile = p }(passwdFile)
	passwdFile = passwd
	_, _, home, _ := passwdOf(uid)
	return home
}

// SetPasswd makes the file at path the system's user database.
func SetPasswd(path string) { passwdFile = path }
