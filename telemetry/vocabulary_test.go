package telemetry_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// vocabulary is a telemetry.Vocabulary that remembers what it was asked.
type vocabulary struct {
	closed uint64
	err    error
	panics bool
	name   string
	asked  []telemetry.Attr
}

func (v *vocabulary) Check(name string, attrs []telemetry.Attr) (uint64, error) {
	if v.panics {
		panic("private")
	}
	v.name, v.asked = name, slices.Clone(attrs)
	return v.closed, v.err
}

func recordIn(t *testing.T, v telemetry.Vocabulary, stamped []telemetry.Attr, e telemetry.Event) (*keepSink, error) {
	t.Helper()
	sink := &keepSink{}
	cfg := enabledConfig(sink)
	cfg.Vocabulary, cfg.Attrs = v, stamped
	rec, err := telemetry.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return sink, rec.RecordEvent(t.Context(), e)
}

func TestAVocabularyIsAskedAboutAllOfAnEvent(t *testing.T) {
	v := &vocabulary{}
	_, err := recordIn(t, v, []telemetry.Attr{{Key: "m", Value: "4"}, {Key: "b", Value: "stamped"}}, telemetry.Event{
		Name: "any", Args: "the args", ErrMsg: "the error",
		Attrs: telemetry.Attrs{{Key: "z", Value: "1"}, {Key: "b", Value: "2"}, {Key: "a", Value: "3"}, {Key: "z", Value: "5"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []telemetry.Attr{{Key: "a", Value: "3"}, {Key: "b", Value: "2"}, {Key: "m", Value: "4"}, {Key: "z", Value: "5"}, {Key: "args", Value: "the args"}, {Key: "err_msg", Value: "the error"}}
	if v.name != "any" || !slices.Equal(v.asked, want) {
		t.Errorf("asked about %q %v, want %v", v.name, v.asked, want)
	}
}

func TestOnlyValuesOfAClosedSetAreNotRedacted(t *testing.T) {
	const credential = "ghp_" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	for closed := range uint64(16) {
		sink, err := recordIn(t, &vocabulary{closed: closed | 1<<63}, nil, telemetry.Event{
			Name: "any", Args: credential, ErrMsg: credential, Attrs: telemetry.Attrs{{Key: "a", Value: credential}, {Key: "b", Value: credential}},
		})
		if err != nil {
			t.Fatal(err)
		}
		e := sink.only(t)
		for i, got := range []string{e.Attrs[0].Value, e.Attrs[1].Value, e.Args, e.ErrMsg} {
			if want := closed>>i&1 == 1 && i < 2; (got == credential) != want {
				t.Errorf("closed %b: text %d is %q", closed, i, got)
			}
		}
		if line := encode(t, e.Redacted()); line != encode(t, e) {
			t.Errorf("Redacted changed a recorded event to %s", line)
		}
	}
}

func TestWhatAVocabularyRefusesIsNotEmitted(t *testing.T) {
	cause := errors.New("not declared: frobnicate")
	for name, v := range map[string]*vocabulary{
		"error":    {err: cause},
		"rejected": {err: &telemetry.Error{Kind: telemetry.ErrRejected, Err: cause}},
		"panic":    {panics: true},
	} {
		t.Run(name, func(t *testing.T) {
			sink, err := recordIn(t, v, nil, telemetry.Event{Name: "any"})
			if !errors.Is(err, telemetry.ErrRejected) || errors.Is(err, cause) == v.panics || strings.Contains(err.Error(), "private") {
				t.Errorf("the error is %v", err)
			}
			if len(sink.events) != 0 {
				t.Error("the event was emitted")
			}
		})
	}
}

// What a Vocabulary knows as an event's own text can be nothing else.
func TestAnAttributeCannotPassForAnEventsOwnText(t *testing.T) {
	for _, key := range []string{"args", "err_msg"} {
		e := telemetry.Event{Name: "any", Attrs: telemetry.Attrs{{Key: key, Value: "v"}}}
		if _, err := recordIn(t, &vocabulary{}, nil, e); !errors.Is(err, telemetry.ErrRejected) {
			t.Errorf("%s: %v", key, err)
		}
		if _, err := recordIn(t, nil, nil, e); err != nil {
			t.Errorf("%s, without a vocabulary: %v", key, err)
		}
	}
}

func TestConfigAttrsAreStampedOnEveryEvent(t *testing.T) {
	stamped := []telemetry.Attr{{Key: "os", Value: "linux"}, {Key: "arch", Value: "amd64"}}
	sink := &keepSink{}
	cfg := enabledConfig(sink)
	cfg.Attrs = stamped
	rec, err := telemetry.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	stamped[0].Value = "changed"
	if err := errors.Join(rec.Record(t.Context(), "one"), rec.Record(t.Context(), "two", telemetry.String("os", "plan9"), telemetry.String("b", "2"))); err != nil {
		t.Fatal(err)
	}
	want := []telemetry.Attrs{{{Key: "arch", Value: "amd64"}, {Key: "os", Value: "linux"}}, {{Key: "arch", Value: "amd64"}, {Key: "b", Value: "2"}, {Key: "os", Value: "plan9"}}}
	for i, e := range sink.events {
		if !slices.Equal(e.Attrs, want[i]) {
			t.Errorf("event %d has %v, want %v", i, e.Attrs, want[i])
		}
	}
	if err := rec.Record(t.Context(), "many", attrsOf(telemetry.MaxAttrs-1)...); !errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("more than 64 attributes altogether: %v", err)
	}
}

func TestARecordedEventEqualsTheOneThatIsReadBack(t *testing.T) {
	for _, e := range []telemetry.Event{
		{Name: "any"},
		{Name: "any", Args: "deploy --token=x", ErrMsg: "naïve \"text\"\n", Attrs: telemetry.Attrs{{Key: "b", Value: "1"}, {Key: "a", Value: "\xff"}, {Key: "b", Value: ""}}},
	} {
		sink := &keepSink{}
		if err := newRecorder(t, sink).RecordEvent(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		recorded := sink.only(t)
		back, err := telemetry.ParseEvent([]byte(encode(t, recorded)))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, recorded) || !reflect.DeepEqual(recorded.Clone(), recorded) {
			t.Errorf("read back as\n%#v, recorded was\n%#v", back, recorded)
		}
	}
}
