package spoolsink_test

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func line(t testing.TB, e telemetry.Event) []byte {
	t.Helper()
	return []byte(strings.TrimSuffix(encoded(t, e), "\n"))
}

// Events with the attributes of an earlier one keep all that is theirs, and are
// redacted like it.
func TestKnownAttrsKeepEventsApart(t *testing.T) {
	known := spoolsink.NewKnown()
	const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
	secret := []telemetry.Attr{telemetry.String("command", "deploy"), telemetry.String("note", token)}
	for i, name := range []string{"one", "two", "three"} {
		e := event(name, secret...)
		e.ID = telemetry.ID{byte(i + 1)}
		e.Args, e.ErrMsg = "--note "+token, "no "+name
		got, reason := spoolsink.Decode(line(t, e), known)
		got = got.Redacted()
		if reason != "" || got.Name != name || got.ID != e.ID || !got.TimestampUTC.Equal(e.TimestampUTC) || got.ErrMsg != e.ErrMsg || got.Attrs[0] != e.Attrs[0] {
			t.Errorf("%q %+v of %+v", reason, got, e)
		}
		if text := fmt.Sprint(got); strings.Contains(text, token) {
			t.Errorf("not redacted: %s", text)
		}
	}
	equal(t, "known", spoolsink.KeptAttrs(known), 1)
}

func TestKnownAttrsAreBounded(t *testing.T) {
	known := spoolsink.NewKnown()
	for i := range 3 * spoolsink.MaxKnownAttrs {
		want := strconv.Itoa(i)
		e, reason := spoolsink.Decode(line(t, event("x", telemetry.String("n", want))), known)
		if got, _ := e.Attrs.Get("n"); reason != "" || got != want {
			t.Fatalf("%q %+v", reason, e)
		}
		if spoolsink.KeptAttrs(known) > spoolsink.MaxKnownAttrs {
			t.Fatalf("%d are kept", spoolsink.KeptAttrs(known))
		}
	}
	before := spoolsink.KeptAttrs(known)
	e, reason := spoolsink.Decode(line(t, event("x", telemetry.String("n", strings.Repeat("long ", 1000)))), known)
	if reason != "" || len(e.Attrs) != 1 || spoolsink.KeptAttrs(known) != before {
		t.Errorf("%q, %d attributes, %d are kept of %d", reason, len(e.Attrs), spoolsink.KeptAttrs(known), before)
	}
}

// A line that begins as the one before it did is read as if it were the first.
func TestKnownHead(t *testing.T) {
	const head = `{"name":"x","tool":"t","schema_version":1,"later":[{"timestamp_utc":"no"}],`
	lines := append([]string{
		head + `"timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"a":"b"}}`,
		head + `"timestamp_utc":"2026-05-08T12:34:57Z","attrs":{"a":"b"},"name":"again","tool":null}`,
		head + `"timestamp_utc":"soon"}`, head + `"schema_version":2}`, head + `}`, head + ` "args":"c" } `, head, head[:len(head)-1], head + `]`, head + `"id":`,
		head + `"timestamp_utc":"2026-05-08T12:34:56Z","args":"c","timestamp_utc":"2026-05-08T12:34:58Z"}`,
		`{"timestamp_utc":"2026-05-08T12:34:56Z","name":"first"}`, `{}`, `{ }`, `{"name":"y"}`,
	}, decodeSeeds...)
	for _, before := range lines {
		for _, after := range lines {
			known := spoolsink.NewKnown()
			spoolsink.Decode([]byte(before), known)
			got, reason := spoolsink.Decode([]byte(after), known)
			want, wantReason := decodeByPackage([]byte(after))
			if got, want = got.Redacted(), want.Redacted(); reason != wantReason || !reflect.DeepEqual(got, want) {
				t.Errorf("after %q, the line %q is read as\n%q %#v\nand by encoding/json as\n%q %#v", before, after, reason, got, wantReason, want)
			}
		}
	}
	known := spoolsink.NewKnown()
	spoolsink.Decode([]byte(lines[0]), known)
	equal(t, "head", spoolsink.KeptHead(known), head)
}
