package filesink

// Options bounds the file of a [Sink]. The zero value has the defaults. All
// processes that write to one file must use the same MaxBytes and Keep.
type Options struct {
	// MaxBytes bounds the size of the file, in bytes. When the file is seven
	// eighths full, it is rotated before the next event. The file can exceed
	// MaxBytes by one line of each process that writes to it, or by a line longer
	// than an eighth of MaxBytes. If the rotating process is stopped in the
	// middle, the others write on in the file until it resumes. 0 is 8 MiB. A
	// negative value means no limit, for files that another program rotates.
	MaxBytes int64

	// Keep is the number of rotated files that stay beside the file, as path.1
	// (the youngest), path.2 and so on. Rotation removes older ones. 0 is 2. A
	// negative value keeps none.
	Keep int

	// Sync makes each Emit wait until the event is on the disk and survives a loss
	// of power. Emit then takes about a hundred times as long.
	Sync bool
}

const (
	defaultMaxBytes = 8 << 20
	defaultKeep     = 2
)

// limits are Options with the defaults filled in.
type limits struct {
	size int64 // MaxBytes
	full int64 // a file of more bytes than this is rotated before the next line
	keep int
	sync bool
}

func (o *Options) limits() limits {
	var given Options
	if o != nil {
		given = *o
	}
	if given.MaxBytes == 0 {
		given.MaxBytes = defaultMaxBytes
	}
	if given.Keep == 0 {
		given.Keep = defaultKeep
	}
	if given.MaxBytes < 0 {
		given.MaxBytes = 1<<63 - 1
	}
	return limits{
		size: given.MaxBytes,
		// The rest is room for the line that passes the mark.
		full: given.MaxBytes - given.MaxBytes/8,
		keep: max(given.Keep, 0),
		sync: given.Sync,
	}
}
