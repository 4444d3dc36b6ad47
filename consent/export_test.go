package consent

// Encode and Decode are the file's codec, for tests that leave out the disk.
// Guarded is what a panic of the TOML library ends at.
var (
	Encode  = encode
	Decode  = decode
	Guarded = guarded
)
