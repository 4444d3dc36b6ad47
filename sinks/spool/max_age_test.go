package spoolsink_test

import (
	"testing"
	"testing/synctest"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// forgetful is an Exporter whose receiver drops old events without a word.
type forgetful struct {
	receiver
	age time.Duration
}

func (f *forgetful) MaxAge() time.Duration {
	if f.age < 0 {
		panic("planted")
	}
	return f.age
}

func TestLowerOfTheExportersAndTheOptionsMaxAgeCounts(t *testing.T) {
	for _, tt := range []struct {
		name          string
		says, options time.Duration
		want          string
	}{
		{"the exporter's", 2 * time.Hour, 0, "young"},
		{"the exporter's where the options have no limit", 2 * time.Hour, -1, "young"},
		{"the options'", 1000 * time.Hour, 2 * time.Hour, "young"},
		{"none", 0, -1, "old young"},
		{"a panic says nothing", -1, 0, "old young"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := &forgetful{age: tt.says}
				s, dir := open(t, to, &spoolsink.Options{MaxAge: tt.options})
				emit(t, s, "old")
				check(t, s.Close())
				time.Sleep(3 * time.Hour)
				s = reopen(t, dir, to, &spoolsink.Options{MaxAge: tt.options})
				emit(t, s, "young")
				deliver(t, s)
				equal(t, "delivered", to.got(), tt.want)
				equal(t, "dropped", stats(t, s).Dropped[spoolsink.DropAge], 2-len(to.events()))
			})
		})
	}
}
