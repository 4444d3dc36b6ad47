package catalog

// Kind is what sort of values an [Attribute] takes. It is a word that may be
// shown and stored; each will keep its meaning.
type Kind string

// The kinds of attributes.
const (
	KindEnum      Kind = "enum"      // one of a few words: [Enum]
	KindBool      Kind = "bool"      // true or false: [Bool]
	KindDuration  Kind = "duration"  // a range of durations: [DurationBuckets]
	KindSize      Kind = "size"      // a range of sizes in bytes: [SizeBuckets]
	KindCount     Kind = "count"     // a range of numbers: [CountBuckets]
	KindVersion   Kind = "version"   // a version number: [VersionString]
	KindCommands  Kind = "command"   // one of the tool's own commands: [Commands]
	KindErrorText Kind = "error"     // the event's field ErrMsg: [Catalog.ErrorText]
	KindArguments Kind = "arguments" // the event's field Args: [Catalog.Arguments]
)

// isClosed reports whether an attribute of the kind takes fixed words alone, so that
// no value of it needs redaction.
func (k Kind) isClosed() bool {
	return k != KindVersion && k != KindErrorText && k != KindArguments
}
