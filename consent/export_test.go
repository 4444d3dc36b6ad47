package consent

// Encode and Decode are the file's codec, for tests that leave out the disk.
// Guarded is what a panic of the TOML library ends at.
var (
	Encode  = encode
	Decode  = decode
	Guarded = guarded
)

// SetOwnConfigDir makes dir the configuration directory of the user's entry in the
// system's user database, and returns what undoes it.
func SetOwnConfigDir(dir string) (undo func()) {
	before := ownConfigDir
	ownConfigDir = func() string { return dir }
	return func() { ownConfigDir = before }
}

// SystemConfigDir is what the user database of the system says.
var SystemConfigDir = userConfigDir
