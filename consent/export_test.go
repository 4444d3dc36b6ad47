package consent

// Encode and Decode are the file's codec, for tests that leave out the disk.
// Guarded is what a panic of the TOML library ends at.
var (
	Encode  = encode
	Decode  = decode
	Guarded = guarded
)

// ConfigDir is the configuration directory in the user's home directory.
const ConfigDir = configDir

// SetOwnHome makes dir the home directory of the user's entry in the system's user
// database, and returns what undoes it.
func SetOwnHome(dir string) (undo func()) {
	return SetOwnHomeFunc(func() string { return dir })
}

// SetOwnHomeFunc makes home what finds that directory.
func SetOwnHomeFunc(home func() string) (undo func()) {
	before := ownHome
	ownHome = home
	return func() { ownHome = before }
}
