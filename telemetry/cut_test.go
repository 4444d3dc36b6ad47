package telemetry_test

import (
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// A text of more than 16 KiB is cut before it is redacted. Redaction shortens
// what is before the cut, so that a half that the cut left would come to lie
// within what is kept.
func TestTheCutLeavesNoHalfOfACredential(t *testing.T) {
	const window = 16 << 10
	for _, form := range []string{"app:§@tcp(db:3306)/x", "https://app:§@db.example.com/x", "app:§@db.example.com:5432/x", "scott/§@db.example.com:1521/XE", "mail=§@example.com"} {
		for _, sep := range []string{"&", ",", ";", " "} {
			for _, shown := range []int{4, 9, 13, 19} {
				const secret = "kRw7QzzpTm3vX9bLd2"
				before, _, _ := strings.Cut(form, "§")
				head := "token=" + strings.Repeat("a", window-len("token=")-len(sep)-len("x=")-len(before)-shown) + sep + "x="
				text := head + strings.Replace(form, "§", secret, 1) + strings.Repeat("&y=1", 200)
				sink := &keepSink{}
				if err := newRecorder(t, sink).RecordEvent(t.Context(), telemetry.Event{Name: "any", Args: text, ErrMsg: text, Attrs: telemetry.Attrs{{Key: "a", Value: text}}}); err != nil {
					t.Fatal(err)
				}
				e := sink.events[0]
				for _, got := range []string{e.Args, e.ErrMsg, e.Attrs[0].Value} {
					if strings.Contains(got, secret[:4]) {
						t.Errorf("%s after %q, cut after %d bytes of the secret: %q", form, sep, shown, got)
					}
				}
			}
		}
	}
}
