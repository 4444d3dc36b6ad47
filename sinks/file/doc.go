// Package filesink appends telemetry events to a file, one JSON object a line.
//
//	sink := filesink.New("/home/me/.local/state/mytool/events.jsonl", nil)
//	defer sink.Close()
//
// # What it promises
//
// When Emit returns nil, the event is in the file as one whole line. That holds
// whatever other goroutines and processes write to the same file, even if they
// are killed in the middle of a line or the disk is full. A line is one write
// on a descriptor opened for appending, without a lock; the kernel never mixes
// two such writes. A killed process or a full disk can leave a torn line, which
// does not parse: a reader must skip lines that do not parse. Events of one
// process keep their order, rotated files first.
//
// The file is private: it gets mode 0600, in directories of mode 0700. The Sink
// refuses, without opening it, anything in its place but a regular file of the
// current user. It redacts events before it writes them.
//
// The file is bounded: see [Options]. A process that rotates renames path to
// path.1, path.1 to path.2 and so on, under a lock that does not block the
// others. A file can be rotated, deleted, renamed, truncated or replaced by a
// process of this package or from outside. Every process notices that within a
// second, and then writes to the file at path.
//
// # What it does not do
//
// A written event survives the end of the process, however it ends. Only with
// [Options.Sync] does it survive a loss of power.
//
// An event can appear twice with the same ID. If it was written right after a
// torn line, that first copy is part of a line that does not parse, and a
// second copy follows as a line of its own.
//
// One file belongs to one host. Over a network file system (NFS, SMB, 9p),
// hosts overwrite each other's lines, and no lock helps.
//
// Solaris, AIX, Plan 9, js and wasip1 have no lock that ends with its holder. Files are
// not rotated there: a full one takes no more events until it is removed. On Plan 9, js
// and wasip1, appending is not safe between processes either: use the file in one
// process at a time.
package filesink
