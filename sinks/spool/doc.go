// Package spoolsink is a durable queue of telemetry events in front of an
// [telemetry.Exporter]. A short-lived command cannot retry; its next run can.
//
//	sink := spoolsink.New("/home/me/.local/state/mytool/spool", exporter, nil)
//	defer sink.Close()
//
// [Sink.Emit] queues an event, [Sink.Deliver] sends the queue, [Sink.Waiting] and
// [Sink.Stats] report on it, [Sink.Retract] takes an event back, and [Purge]
// removes the queue.
//
// # What it promises
//
// An event whose Emit returned nil is in the file system, and will be accepted by
// the receiver at least once, unless it is purged, or grows too old, is evicted or
// is rejected, which is counted. A process that is killed at any instant
// loses none. An event is sent twice only if an answer is lost, or if a process is
// killed between the answer and the note of it; it has the same ID then, and its
// batch the same events.
//
// Emit opens no network connection and never blocks. Deliver never sleeps beyond
// the deadline of its context, and not at all without one. No method waits for a
// lock that another process holds. The package starts no goroutine and keeps no
// state outside of the directory.
//
// Nothing is sent while [Options.Allowed], asked before each request, returns
// false. No event queued before a [Purge] is sent after it.
//
// The directory is private: it is made with mode 0700, its files with 0600, and
// taken from everybody else if it was open to them. It must belong to the user
// and be no symbolic link. In it, only regular files of this user's alone, with
// one name of the queue's own pattern, are read, written or removed. Events are
// redacted before they are queued, and sent as they are stored.
//
// # Whose events
//
// A directory belongs to one tool, which [Options.Tool] names. If it is empty, the
// tool is that of the first event that the Sink queued or, if it has queued none,
// of the oldest event. Events of other tools are dropped and counted, and so are
// lines that are no events or are of a later schema. Give each tool a directory of
// its own.
//
// # The files
//
// Each process appends to a segment of its own, segment-….jsonl, and holds the
// kernel's lock on it, which ends with the process, however that ends. A process
// that finds a segment without an owner goes on in it, so that a thousand runs
// leave one file. After its header, a segment is one event a line, as
// [telemetry.Event.AppendJSON] writes it. The header, a line of fixed length, says
// up to where the segment is delivered; it is overwritten in place after each
// batch. A segment that is delivered to its end is removed as soon as its writer
// has ended. When a receiver accepts a batch in part, the accepted lines are
// overwritten with blanks, so that only the others are sent again. A segment that a
// later version wrote in a newer format is left alone, and evicted only when the
// queue is too long.
//
// The file named delivery is locked by the process that delivers. It holds the
// counts of removed segments, the last result and the time of the next attempt, as
// two lines of fixed length; a damaged one is an empty one.
//
// # What it does not do
//
// Events survive the end of the process, not a loss of power: nothing is synced
// to the disk, since that takes a hundred times as long as all the rest. What a
// loss of power leaves, or a copy of a directory in use, is delivered, and no later
// event is lost by it.
//
// An Exporter that does not return when its context ends holds up Deliver and
// Flush: they call it in their own goroutine.
//
// Where the operating system has no lock that ends with its holder (Solaris, AIX,
// Plan 9, js, wasip1), each Sink makes a segment of its own, which is removed by
// itself, or by others when it has not been written to for an hour; two processes
// that deliver at once send the same events twice, with the same IDs; and Purge
// does not know whether a request is under way. Where the operating system has
// locks but the file system has none, nothing is queued: Emit and [Sink.Stats]
// return an error that is [errors.ErrUnsupported]. The directory belongs to one
// host: over a network file system no lock can be relied on.
package spoolsink
