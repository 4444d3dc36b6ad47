package consent

// Encode and Decode are the file's codec, for tests that leave out the disk.
var (
	Encode = encode
	Decode = decode
)
