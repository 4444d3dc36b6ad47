package catalog

// Text is an [Attribute] that allows an event one of its own fields of free text.
// It has no method that makes a value: the text is passed in an event, to
// [telemetry.Recorder.RecordEvent].
//
// [telemetry.Recorder.RecordEvent]: https://pkg.go.dev/github.com/optin-go/optin/telemetry#Recorder.RecordEvent
type Text struct{ declaration }

// The keys of texts, which are those of the event's own fields.
const (
	keyArguments = "args"
	keyErrorText = "err_msg"
)

// ErrorText declares that an event may carry the text of an error, its field
// ErrMsg. Without it [Catalog.Check] refuses an event that has one. The purpose
// says why it is collected. Such a text can hold what a user typed: prefer an
// [Enum] of the ways in which a command fails.
func (c *Catalog) ErrorText(purpose string) *Text {
	return c.text(KindErrorText, keyErrorText, purpose)
}

// Arguments declares that an event may carry the command line, its field Args.
// Without it [Catalog.Check] refuses an event that has one. The purpose says why
// it is collected. A command line holds what a user typed: prefer an [Enum] or a
// [Bool] for each flag that matters.
func (c *Catalog) Arguments(purpose string) *Text {
	return c.text(KindArguments, keyArguments, purpose)
}

func (c *Catalog) text(kind Kind, key, purpose string) *Text {
	a := &Text{declaration{kind: kind, key: key, purpose: purpose}}
	c.declare(&a.declaration)
	return a
}
