package consent

// Read returns the decision recorded in the file at path. A missing file is the
// zero [Consent] and no error: nothing was decided. Read follows symbolic links,
// and writes nothing.
//
// Every error comes with the zero Consent. It is [telemetry.ErrSerde] if the file
// is not a record that this code understands entirely: over 4 KiB (no more is
// read), not TOML, of a newer version, without a version or a state, with a state
// or a time that is none, or with a key that differs from a known one only by
// case. Unknown keys are ignored. It is [telemetry.ErrIO] if the file cannot be
// opened or is not a regular file; one that would block, such as a FIFO, does not.
//
// A file that says yes must be the user's own: on Unix it is [telemetry.ErrIO] if
// another user owns it, may write to it, or may replace it because of the rights to
// a directory above it, or if the process runs with another user's rights than those
// of the user who started it. A file that says no is heard whoever wrote it.
func Read(path string) (Consent, error) {
	r, err := readRecord(path)
	return r.Consent, err
}
