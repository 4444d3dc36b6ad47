package spoolsink_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func TestRetractedEventsAreNotSentNorCounted(t *testing.T) {
	for _, which := range []string{"e0", "e1", "e2"} {
		t.Run(which, func(t *testing.T) {
			to := new(receiver)
			s, dir := open(t, to, nil)
			all := []string{"e0", "e1", "e2"}
			ids := map[string]telemetry.ID{}
			for i, name := range all {
				e := event(name)
				e.ID = telemetry.ID{15: byte(i + 1)}
				ids[name] = e.ID
				check(t, s.Emit(t.Context(), e))
			}
			for range 2 { // the second one finds nothing
				check(t, s.Retract(t.Context(), ids[which]))
			}
			emit(t, s, "later")
			equal(t, "pending", stats(t, s).Pending, 3)
			equal(t, "waiting", waiting(t, s).Events, 3)
			if data := content(t, segments(t, dir)[0]); strings.Contains(data, `"`+which+`"`) {
				t.Error("the event is still on disk")
			}
			equal(t, "shown", strings.Contains(pending(t, s), which), false)
			deliver(t, s)
			equal(t, "delivered", to.got(), strings.Join(strings.Fields(strings.Replace("e0 e1 e2 later", which, "", 1)), " "))
			st := stats(t, s)
			equal(t, "counted", st.Delivered, 3)
			equal(t, "dropped", len(st.Dropped), 0)
		})
	}
}

func TestRetractLeavesOtherSegmentsAndWritersAlone(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	e := event("retracted")
	e.ID = telemetry.ID{1}
	check(t, s.Emit(t.Context(), e))
	other := reopen(t, dir, to, nil) // a segment of its own, since s is alive
	emit(t, other, "theirs")
	before, err := os.ReadFile(segments(t, dir)[1])
	check(t, err)
	check(t, other.Retract(t.Context(), e.ID))
	after, err := os.ReadFile(segments(t, dir)[1])
	check(t, err)
	equal(t, "the other segment is as it was", bytes.Equal(before, after), true)
	emit(t, s, "ours")
	deliver(t, s)
	equal(t, "delivered", to.got(), "ours theirs")
}

// What was sent cannot be taken back, and that is no error.
func TestRetractAfterTheDelivery(t *testing.T) {
	s, dir := open(t, new(receiver), nil)
	check(t, s.Retract(t.Context(), telemetry.ID{1}))
	if _, err := os.Lstat(dir); err == nil {
		t.Error("Retract made the directory")
	}
	e := event("sent")
	e.ID = telemetry.ID{1}
	check(t, s.Emit(t.Context(), e))
	deliver(t, s)
	check(t, s.Retract(t.Context(), e.ID))
	check(t, spoolsink.Purge(dir))
	check(t, s.Retract(t.Context(), e.ID))
}
