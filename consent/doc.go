// Package consent records whether a person lets a tool collect usage data, and
// decides from that record and the environment whether the tool may.
//
//   - A [Resolver] decides. A [Decision] is its answer, with every [Veto].
//   - A [Consent] is the record: a [State], its time, and the notice shown.
//   - [Read], [Write] and [Reset] are what happens to the record's file.
//   - [DoNotTrack], [ParseVariable] and [CISystem] each read one part of the
//     environment; the Resolver uses these and nothing else.
//
// A tool asks once, when it starts:
//
//	decision, err := consent.Resolver{Tool: "mytool"}.Resolve()
//
// # The rules
//
// Only a person's act turns collection on: accepting a prompt, or running an
// "enable" command. Both end in [Write] with [Enabled]. Everything else can only
// turn it off, so that deciding is a list of vetoes, and their order matters only
// for which one is named first:
//
//  1. DO_NOT_TRACK is set.
//  2. The tool's variable, such as MYTOOL_TELEMETRY, is an off word, "log", or a
//     word that is not known.
//  3. A CI system is running the process.
//  4. The record cannot be read, or newer software wrote it.
//  5. The person refused.
//  6. The person did not decide, or it is not known whose yes the record holds.
//  7. The notice has changed since the person accepted it.
//
// Everything unknown is off: the zero value of every type, a misspelt word, a
// damaged file, a missing home directory. No source overrules the refusal of
// another.
//
// # A variable never grants
//
// An on word in a variable has no effect. Often somebody else sets variables: an
// image, a shared shell profile, a build script, a parent process. For the same
// reason no project file and no build flag is read here. [Decision.Notes] says when
// a variable was set in vain. An empty variable is neutral: DO_NOT_TRACK= mytool
// makes one exception from a refusal that is set elsewhere.
//
// # The file
//
//	version = 1
//	state = "enabled"
//	decided_at = "2026-05-08T12:34:56Z"
//	notice = "3f9a1c"
//
// It is TOML, in the schema of the Rust crate rtb-telemetry: either reads what the
// other one writes. decided_at may be missing; notice is an addition, which the
// crate ignores. A reader ignores keys that it does not know, and refuses a file
// whole if anything else is not as it should be. A line that says STATE beside one
// that says state is among that, because to a parser that ignores case it would
// be the decision. So are more than 4 KiB, and more nesting than a record can
// have, both before the file is parsed.
//
// # Whose yes it is
//
// HOME and XDG_CONFIG_HOME say where the record is, and whoever sets them is often
// not the person concerned: a project's .envrc, an image, a script. Two things keep
// them from speaking for that person.
//
// A no counts wherever it stands: in the directory that the variables name, and in
// the user's own place, which comes from the system's user database. On Unix that is
// /etc/passwd, which is read without the C library; on macOS and Windows the system
// is asked. Both records are looked at only if the first one is a yes; if they are
// one file, it is read once. With a Path in the Resolver, only that file counts.
//
// A yes outside the user's own place must hold a key that only this machine can
// make: see [Resolver.Key]. Otherwise nothing is decided, and the person may be asked.
// A yes in the user's own place needs none, and [Resolver.Write] writes none there, so
// that the Rust crate's records count at the crate's default place, and synced files
// hold a choice and no machine's name. A user whom /etc/passwd does not have, such as
// one of a directory service, has no own place, and needs the key everywhere.
//
// On Unix, a yes counts only in a file that belongs to the user who runs the
// process, and that nobody else may write or replace: the directories above it, up
// to the user's home directory or the root, must be the user's or root's, and
// writable by nobody else, or be like /tmp, where only owners may rename. So an earlier yes
// cannot be put back. The group that is the user's alone, as systems with a umask of
// 002 have it, is nobody else. What follows from it: under sudo, with the home
// directory of another user, collection is off. A no counts in any file. Where files
// have no owners and modes, as on Windows, this is not checked, and access control
// lists are not looked at anywhere.
//
// # What is read
//
// A decision to stay off takes the record and nothing else: four system calls on
// Linux, without package os, whose first file starts the runtime's poller. But the
// TOML library asks for the local time zone before main runs, whether telemetry is
// on or off, and so reads what TZ names or /etc/localtime: four more.
//
// # What it does not do
//
// It does not ask, print or send anything. It does not remember a decision within
// the process: each [Resolver.Resolve] reads the record again, so that a refusal
// counts from the next call on; [Resolver.Unchanged] tells a caller who remembers one
// whether it still stands. It does not lock: of two processes that write at
// once, one wins, with all of its record.
package consent
