package telemetry

import "errors"

// Vocabulary says what may be recorded. A [Recorder] asks it before anything is
// redacted. A catalog.Catalog is one.
type Vocabulary interface {
	// Check returns an error if an event of this name and these attributes may not
	// be recorded; the Recorder then emits nothing, and returns an [ErrRejected].
	// Bit i of closed says that the value of attrs[i] is one of a closed set of
	// fixed words. Such a value is recorded as it is, also when it equals the user's
	// name; all others are free text, and are redacted.
	//
	// The attributes are sorted by key, each key once, those of [Config.Attrs] among
	// them. An event's own texts come last, if it has them: its Args under the key
	// "args", its ErrMsg under "err_msg". They are redacted in any case.
	//
	// Check may be called concurrently. It must not modify or retain attrs. If it
	// panics, the event is refused.
	Check(name string, attrs []Attr) (closed uint64, err error)
}

// The keys under which a Vocabulary is asked about an event's own texts.
const (
	keyArgs   = "args"
	keyErrMsg = "err_msg"
)

var (
	errVocabularyPanicked = errors.New("the vocabulary panicked; this is a bug in it")
	errOwnField           = errors.New("an attribute has the key of an event's own field, \"args\" or \"err_msg\"; choose another key, or call RecordEvent")
)

// check asks the vocabulary about an event whose attributes have room for two more.
func (s *stamp) check(name, args, errMsg string, attrs Attrs) (closed uint64, err error) {
	if s.vocabulary == nil {
		return 0, nil
	}
	for i := range attrs {
		if attrs[i].Key == keyArgs || attrs[i].Key == keyErrMsg {
			return 0, rejected(errOwnField)
		}
	}
	if args != "" {
		attrs = append(attrs, Attr{Key: keyArgs, Value: args})
	}
	if errMsg != "" {
		attrs = append(attrs, Attr{Key: keyErrMsg, Value: errMsg})
	}
	defer func() {
		if recover() != nil {
			closed, err = 0, rejected(errVocabularyPanicked)
		}
	}()
	closed, err = s.vocabulary.Check(name, attrs)
	if err != nil && !errors.Is(err, ErrRejected) {
		err = rejected(err)
	}
	return closed, err
}
