// Package catalog declares what a tool collects: its events, and the attributes
// that they may have.
//
//   - A [Catalog] is the declaration as a whole.
//   - An [Event] has a name, a purpose and attributes.
//   - An [Attribute] has a key, a purpose, and a few values that are allowed:
//     fixed words ([Enum], [Bool]), ranges instead of measurements
//     ([DurationBuckets], [SizeBuckets], [CountBuckets]), version numbers
//     ([VersionString]), the names of the tool's own commands ([Commands]). Free
//     text has to be declared as such ([Text]). What describes the run is
//     ready-made: [OS], [Arch], [Interactive], [Agent] and [ExitCode].
//
// From the one declaration come the three things that otherwise drift apart: what
// the code can send, what its user is told, and what that user agreed to.
//
//   - [Catalog.Check] makes it the Vocabulary of a Recorder, which then refuses
//     everything that is not declared.
//   - [Catalog.WriteNotice] writes the privacy notice.
//   - [Catalog.Version] is the notice's version, which a consent refers to. When
//     the declaration widens, it is another one, and the user is asked again.
//
// # Declaring
//
// Declare in package variables, which also give the code typed constructors of
// attributes:
//
//	var (
//		cat     = catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
//		Command = cat.Enum("command", "which command ran", "deploy", "status", "init")
//		Outcome = cat.Enum("outcome", "how it ended", "ok", "error", "cancelled")
//		Took    = cat.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute)
//		Invoke  = cat.Event("command.invoke", "one run of a command", Command, Outcome, Took)
//	)
//
//	err := Invoke.Record(ctx, rec, Command.Of("deploy"), Outcome.Of("ok"), Took.Of(elapsed))
//
// No declaration panics or returns nil, so that a mistake cannot keep the tool from
// starting. [Catalog.Err] returns all mistakes at once; call it in a test of the
// tool. A catalog with mistakes records nothing.
//
// Declaring is not safe for concurrent use. When everything is declared, all
// methods are, and [Commands.Allow] always is.
//
// # What it does not
//
// It does not turn anything on: whether a user agreed is the business of package
// consent. It does not redact: a Recorder does, after it has asked the catalog
// which values are fixed words, and may stay as they are. It knows the form of a value, not its meaning: a word that names one person is
// a word, and what is collected is still the author's choice.
package catalog
