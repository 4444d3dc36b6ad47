// Package filesink appends telemetry events to a file, one JSON object a line.
//
//	sink := filesink.New("/home/me/.local/state/mytool/events.jsonl", nil)
//	defer sink.Close()
//
// # What it promises
//
// An event whose Emit returned nil is in the file as one whole line, whatever
// other goroutines and other processes write to the same file, and also when
// they are killed in the middle of a line or the disk is full. A line is one
// write on a descriptor that only appends, which the kernel never mixes with
// another one; no lock is taken for it. What a killed process or a full disk
// left of a line stays behind as one line that does not parse: a reader skips
// lines that do not parse, and goes on. Events of one process keep their order,
// rotated files first.
//
// The file is private: it is made with mode 0600 in directories of mode 0700,
// and anything other than a regular file of the current user in its place is
// refused without being opened. Events are redacted before they are written.
//
// The file is bounded, see [Options]. A process that rotates renames path to
// path.1, path.1 to path.2 and so on, under a lock that nobody waits for. When
// the file is rotated, deleted, renamed, truncated or replaced, by a process of
// this package or from outside, every process notices within a second, and
// writes to the file at path from then on.
//
// # What it does not do
//
// What was written survives the end of the process, however it ends. Only
// [Options.Sync] makes it survive a loss of power.
//
// An event can be there twice, with the same ID: when it was written behind the
// rest of a killed process's line, that first copy is part of a line that does
// not parse, and a second copy follows as a line of its own.
//
// One file belongs to one host. Over a network file system (NFS, SMB, 9p) hosts
// overwrite each other's lines, and no lock helps.
//
// Where the operating system has no lock that ends with its holder (Solaris,
// AIX, Plan 9, js, wasip1), files are not rotated: a full one takes no more
// events until it is removed. Plan 9, js and wasip1 have no appending write that is safe
// between processes either: use the file in one process at a time there.
package filesink
