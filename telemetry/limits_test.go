package telemetry_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/optin-go/optin/telemetry"
)

const truncatedMark = "…[truncated]"

func attrsOf(n int) []telemetry.Attr {
	attrs := make([]telemetry.Attr, n)
	for i := range attrs {
		attrs[i] = telemetry.String(fmt.Sprintf("key.%d", i), "v")
	}
	return attrs
}

func TestLimitsOfAnEvent(t *testing.T) {
	for _, tt := range []struct {
		name  string
		event string
		attrs []telemetry.Attr
		want  string // "" is accepted
	}{
		{"empty name", "", nil, "no name"},
		{"longest name", strings.Repeat("n", 128), nil, ""},
		{"over-long name", strings.Repeat("n", 129), nil, "name is longer"},
		{"most attributes", "any", attrsOf(64), ""},
		{"too many attributes", "any", attrsOf(65), "more than 64"},
		{"empty key", "any", []telemetry.Attr{{Key: "", Value: "v"}}, "empty key"},
		{"longest key", "any", []telemetry.Attr{{Key: strings.Repeat("k", 128), Value: "v"}}, ""},
		{"over-long key", "any", []telemetry.Attr{{Key: "ok"}, {Key: strings.Repeat("k", 129)}}, "key is longer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sink := &keepSink{}
			rec := newRecorder(t, sink)
			for call, err := range map[string]error{
				"Record":      rec.Record(t.Context(), tt.event, tt.attrs...),
				"RecordEvent": rec.RecordEvent(t.Context(), telemetry.Event{Name: tt.event, Attrs: tt.attrs}),
			} {
				if tt.want == "" {
					if err != nil {
						t.Errorf("%s returned %v", call, err)
					}
					continue
				}
				if !errors.Is(err, telemetry.ErrRejected) || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s returned %v, want an ErrRejected with %q", call, err, tt.want)
				}
			}
			if tt.want != "" && len(sink.events) != 0 {
				t.Error("a refused event was emitted")
			}
		})
	}
}

func TestLongTextIsCut(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		cut        bool
	}{
		{"just fits", strings.Repeat("word ", telemetry.MaxTextBytes/5) + "en", false},
		{"one byte over", strings.Repeat("word ", telemetry.MaxTextBytes/5) + "end", true},
		{"10 MB of words", strings.Repeat("word ", 2<<20), true},
		{"10 MB of one word", strings.Repeat("x", 10<<20), true},
		{"runes of four bytes", strings.Repeat("\U0001F600 ", 4<<10), true},
		{"invalid UTF-8", strings.Repeat("\xff ", 8<<10), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sink := &keepSink{}
			err := newRecorder(t, sink).RecordEvent(t.Context(), telemetry.Event{
				Name: "any", Args: tt.text, ErrMsg: tt.text, Attrs: telemetry.Attrs{{Key: "k", Value: tt.text}},
			})
			if err != nil {
				t.Fatal(err)
			}
			e := sink.only(t)
			for field, got := range map[string]string{"Args": e.Args, "ErrMsg": e.ErrMsg, "attribute": e.Attrs[0].Value} {
				if len(got) > telemetry.MaxTextBytes || !utf8.ValidString(got) {
					t.Errorf("%s: %d bytes, valid %v; want at most %d valid ones", field, len(got), utf8.ValidString(got), telemetry.MaxTextBytes)
				}
				body, marked := strings.CutSuffix(got, truncatedMark)
				if marked != tt.cut {
					t.Errorf("%s: marked as cut: %v, want %v", field, marked, tt.cut)
				}
				if !tt.cut && got != tt.text {
					t.Errorf("%s changed", field)
				}
				if tt.cut && len(body) < telemetry.MaxTextBytes/2 {
					t.Errorf("%s: only %d bytes are left", field, len(body))
				}
			}
		})
	}
}

// A cut must not make a piece of a credential that no rule knows any more.
func TestCutLeavesNoPieceOfACredential(t *testing.T) {
	const credential = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
	sink := &keepSink{}
	rec := newRecorder(t, sink)
	for _, border := range []int{telemetry.MaxTextBytes - len(truncatedMark), telemetry.MaxTextBytes, 2 * telemetry.MaxTextBytes} {
		for back := range len(credential) + 1 {
			// What stands before is redacted to almost nothing, so that the text's end stays in sight.
			secrets := strings.Repeat(credential+" ", border/4*3/(len(credential)+1))
			filling := strings.Repeat("ab ", border)[:border-len(secrets)-back]
			text := secrets + filling[:len(filling)-1] + " " + credential + " and more" + strings.Repeat(" words", 2000)
			if err := rec.Record(t.Context(), "any", telemetry.String("k", text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, e := range sink.events {
		if v := e.Attrs[0].Value; strings.Contains(v, credential[:8]) {
			t.Fatalf("a piece of the credential is left: …%s", v[max(0, len(v)-80):])
		}
	}
}

func TestLongTextIsNotKeptInMemory(t *testing.T) {
	sink := &keepSink{}
	rec := newRecorder(t, sink)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 4 {
		if err := rec.Record(t.Context(), "any", telemetry.String("k", strings.Repeat("long text ", 1<<20))); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("4 events of 10 MB keep %d bytes, want at most 1 MiB", grown)
	}
	runtime.KeepAlive(sink)
}

func TestInvalidTextIsRepaired(t *testing.T) {
	sink := &keepSink{}
	err := newRecorder(t, sink).RecordEvent(t.Context(), telemetry.Event{
		Name: "any", Args: "a\xff", ErrMsg: "e\x80", Attrs: telemetry.Attrs{{Key: "k", Value: "v\x80"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if e := sink.only(t); e.Args != "a\uFFFD" || e.ErrMsg != "e\uFFFD" || e.Attrs[0].Value != "v\uFFFD" {
		t.Errorf("the event has the texts %q, %q and %q", e.Args, e.ErrMsg, e.Attrs[0].Value)
	}
}
