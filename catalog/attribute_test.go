package catalog_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

func TestAttributesDescribeThemselves(t *testing.T) {
	c := catalog.New("mytool", "why")
	for _, tt := range []struct {
		a        catalog.Attribute
		key      string
		kind     catalog.Kind
		values   []string
		describe string
	}{
		{c.Enum("a", " the \n reason ", "ok", "error"), "a", catalog.KindEnum, []string{"ok", "error"}, "one of ok, error"},
		{c.Enum("b", "the reason", "ok"), "b", catalog.KindEnum, []string{"ok"}, "always ok"},
		{c.Bool("c", "the reason"), "c", catalog.KindBool, []string{"true", "false"}, "true or false"},
		{c.DurationBuckets("d", "the reason", time.Second, time.Minute), "d", catalog.KindDuration, []string{"<1s", "1s-1m", ">=1m"}, "<1s, 1s-1m, >=1m"},
		{c.SizeBuckets("e", "the reason", 1<<10, 1<<20), "e", catalog.KindSize, []string{"<1KiB", "1KiB-1MiB", ">=1MiB"}, "<1KiB, 1KiB-1MiB, >=1MiB"},
		{c.CountBuckets("f", "the reason", 1, 10), "f", catalog.KindCount, []string{"<1", "1-9", ">=10"}, "<1, 1-9, >=10"},
		{c.VersionString("g", "the reason"), "g", catalog.KindVersion, nil, "a version number such as 1.4.0"},
		{c.Commands("h", "the reason"), "h", catalog.KindCommands, nil, "the name of one of mytool's own commands"},
		{c.ErrorText("the reason"), "err_msg", catalog.KindErrorText, nil, "the text of an error, with credentials and personal data removed as far as they are recognized"},
		{c.Arguments("the reason"), "args", catalog.KindArguments, nil, "the command line, with credentials and personal data removed as far as they are recognized"},
	} {
		t.Run(string(tt.kind), func(t *testing.T) {
			if tt.a.Key() != tt.key || tt.a.Purpose() != "the reason" || tt.a.Kind() != tt.kind || !slices.Equal(tt.a.Values(), tt.values) || tt.a.Describe() != tt.describe {
				t.Errorf("key %q, purpose %q, kind %q, values %q, %q", tt.a.Key(), tt.a.Purpose(), tt.a.Kind(), tt.a.Values(), tt.a.Describe())
			}
			if values := tt.a.Values(); len(values) > 0 {
				values[0] = "mine"
				if tt.a.Values()[0] == "mine" {
					t.Error("the caller's values are the attribute's own")
				}
			}
		})
	}
	if err := c.Err(); err != nil {
		t.Error(err)
	}
}

func TestNilAndZeroAttributesAreSafe(t *testing.T) {
	var none *catalog.Catalog
	for name, a := range map[string]catalog.Attribute{
		"Enum": &catalog.Enum{}, "Bool": &catalog.Bool{}, "Commands": &catalog.Commands{}, "Text": &catalog.Text{}, "Fact": &catalog.Fact{},
	} {
		if a.Key() != "" || a.Purpose() != "" || a.Kind() != "" || a.Values() != nil || a.Describe() != "" {
			t.Errorf("%s: key %q, purpose %q, kind %q, values %q, %q", name, a.Key(), a.Purpose(), a.Kind(), a.Values(), a.Describe())
		}
	}
	for name, a := range map[string]telemetry.Attr{
		"Enum": (*catalog.Enum)(nil).Of(""), "Bool": (*catalog.Bool)(nil).Of(true), "DurationBuckets": (*catalog.DurationBuckets)(nil).Of(1),
		"SizeBuckets": (*catalog.SizeBuckets)(nil).Of(1), "CountBuckets": (*catalog.CountBuckets)(nil).Of(1),
		"VersionString": (*catalog.VersionString)(nil).Of("1"), "Commands": (*catalog.Commands)(nil).Of("x"),
		"Fact": (*catalog.Fact)(nil).Of(), "zero Fact": (&catalog.Fact{}).Of(), "ExitCodeClass": (*catalog.ExitCodeClass)(nil).Of(1), "zero ExitCodeClass": (&catalog.ExitCodeClass{}).Of(1),
		"zero DurationBuckets": (&catalog.DurationBuckets{}).Of(1), "zero Enum": (&catalog.Enum{}).Of(""),
	} {
		if a != (telemetry.Attr{}) {
			t.Errorf("%s: attribute %v, want one without a key", name, a)
		}
	}
	(*catalog.Commands)(nil).Allow("x")
	(&catalog.Commands{}).Allow("x")
	for name, a := range map[string]catalog.Attribute{
		"Enum": none.Enum("k", "why", "v"), "no values": none.Enum("k", "why"), "Bool": none.Bool("k", "why"), "DurationBuckets": none.DurationBuckets("k", "why", 1),
		"SizeBuckets": none.SizeBuckets("k", "why"), "CountBuckets": none.CountBuckets("k", "why", 2, 1),
		"VersionString": none.VersionString("k", "why"), "Commands": none.Commands("k", "why"),
	} {
		if a.Key() != "k" || a.Purpose() != "why" {
			t.Errorf("%s of a nil catalog has key %q and purpose %q", name, a.Key(), a.Purpose())
		}
	}
	if got, want := none.Commands("k", "why").Describe(), "the name of one of the tool's own commands"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if none.ErrorText("why").Key() != "err_msg" || none.Arguments("why").Key() != "args" {
		t.Error("the fields of a nil catalog have no key")
	}
}

func TestBuckets(t *testing.T) {
	const hour, day = time.Hour, 24 * time.Hour
	c := catalog.New("mytool", "why")
	durations := func(bounds ...time.Duration) func(int64) telemetry.Attr {
		a := c.DurationBuckets("k", "why", bounds...)
		return func(n int64) telemetry.Attr { return a.Of(time.Duration(n)) }
	}
	took := durations(time.Second, 5*time.Second, time.Minute)
	fine := durations(time.Nanosecond, time.Microsecond, 1500*time.Microsecond, 100*time.Millisecond, 1500*time.Millisecond, 90*time.Second, 10*time.Minute, hour, 90*time.Minute, hour+time.Second, day)
	size := c.SizeBuckets("k", "why", 1, 1000, 1<<10, 1536, 1<<20, 1<<30, 1<<40, 1<<50, 1<<60).Of
	few := c.CountBuckets("k", "why", 1, 2, 10, 100).Of
	one := c.CountBuckets("k", "why", math.MaxInt64).Of
	none := c.CountBuckets("k", "why").Of
	for _, tt := range []struct {
		of   func(int64) telemetry.Attr
		n    int64
		want string
	}{
		{took, math.MinInt64, "<1s"},
		{took, -1, "<1s"},
		{took, 0, "<1s"},
		{took, int64(time.Second) - 1, "<1s"},
		{took, int64(time.Second), "1s-5s"},
		{took, int64(5*time.Second) - 1, "1s-5s"},
		{took, int64(5 * time.Second), "5s-1m"},
		{took, int64(time.Minute), ">=1m"},
		{took, math.MaxInt64, ">=1m"},
		{fine, 0, "<1ns"},
		{fine, 1, "1ns-1us"},
		{fine, 1000, "1us-1.5ms"},
		{fine, int64(2 * time.Millisecond), "1.5ms-100ms"},
		{fine, int64(time.Second), "100ms-1.5s"},
		{fine, int64(time.Minute), "1.5s-1m30s"},
		{fine, int64(2 * time.Minute), "1m30s-10m"},
		{fine, int64(59 * time.Minute), "10m-1h"},
		{fine, int64(hour), "1h-1h30m"},
		{size, -1, "<1B"},
		{size, 0, "<1B"},
		{size, 999, "1B-1000B"},
		{size, 1000, "1000B-1KiB"},
		{size, 1024, "1KiB-1536B"},
		{size, 1536, "1536B-1MiB"},
		{size, 1 << 20, "1MiB-1GiB"},
		{size, 1 << 30, "1GiB-1TiB"},
		{size, 1 << 40, "1TiB-1PiB"},
		{size, 1 << 50, "1PiB-1EiB"},
		{size, math.MaxInt64, ">=1EiB"},
		{few, -5, "<1"},
		{few, 0, "<1"},
		{few, 1, "1"},
		{few, 2, "2-9"},
		{few, 9, "2-9"},
		{few, 10, "10-99"},
		{few, 100, ">=100"},
		{one, 7, "<9223372036854775807"},
	} {
		if got := tt.of(tt.n); got.Key != "k" || got.Value != tt.want {
			t.Errorf("%d lies in %q, want %q", tt.n, got.Value, tt.want)
		}
	}
	if got := none(1); got != (telemetry.Attr{}) {
		t.Errorf("without bounds: %v, want an attribute without a key", got)
	}
	// 24 hours are below 61 minutes in no order: bounds that cannot be used are
	// left out, and the others still work.
	odd := c.DurationBuckets("odd", "why", hour, -1, hour, time.Minute, day)
	if got, want := odd.Describe(), "<1h, 1h-24h, >=24h"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestBucketNamesArePlain(t *testing.T) {
	c := catalog.New("mytool", "why")
	bounds := []time.Duration{1, 999, 1000, 1001, 1e6, 1e6 + 1, 1e9, 61e9, 3600e9, 3660e9, 3661e9, 360000e9}
	for _, name := range c.DurationBuckets("k", "why", bounds...).Values() {
		if strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q is not plain ASCII", name)
		}
	}
	if err := c.Err(); err != nil {
		t.Error(err)
	}
}

func TestVersionStrings(t *testing.T) {
	c := catalog.New("mytool", "why")
	git := c.VersionString("git", "which")
	c.Event("e", "why", git)
	for version, want := range map[string]bool{
		"1": true, "1.2": true, "1.2.3": true, "v1.2.3": true, "10.0.19045": true, "1.2.3-rc.1+build.5": true, "1.2.3-RC.Z": true, "2.43.0+git": true, "1.27-devel": true,
		"v0.0.0-20260508123456-abcdefabcdef": true, strings.Repeat("1", 64): true, "1-": true,
		"": false, "v": false, "1.": false, ".1": false, "1..2": false, "1.2.3.4": false, "10.1.2.3": false, "devel": false, "(devel)": false, "V1": false, "vv1": false,
		"1.2.3 ": false, "1.2.3-a b": false, "1.2.3-a/b": false, "1.2.3-a_b": false, "1.2.3a": false, "1.2.3-\u00e9": false, "1.2.3-a\n": false, "-1": false, "+1": false,
		"1.2.3-@": false, "1.2.3-[": false, "1.2.3-{": false, "1.2.3-`": false,
		strings.Repeat("1", 65): false,
	} {
		a := git.Of(version)
		if a.Key != "git" || a.Value != version {
			t.Errorf("Of(%q) is %v", version, a)
		}
		if _, err := c.Check("e", []telemetry.Attr{a}); (err == nil) != want {
			t.Errorf("version %q: %v", version, err)
		}
	}
}

func TestValuesAreNotCheckedWhereTheyAreMade(t *testing.T) {
	tt := newTool(t)
	for _, a := range []telemetry.Attr{tt.outcome.Of("exploded"), tt.command.Of("exploded"), tt.git.Of("exploded")} {
		if a.Value != "exploded" {
			t.Errorf("attribute %v", a)
		}
	}
	if yes, no := tt.dryRun.Of(true), tt.dryRun.Of(false); yes != telemetry.String("dry_run", "true") || no != telemetry.String("dry_run", "false") {
		t.Errorf("attributes %v and %v", yes, no)
	}
}

func TestDeclarationsAreCopied(t *testing.T) {
	c := catalog.New("mytool", "why")
	values, sizes, counts := []string{"ok"}, []int64{1}, []int64{1}
	a, s, n := c.Enum("a", "why", values...), c.SizeBuckets("b", "why", sizes...), c.CountBuckets("c", "why", counts...)
	attrs := []catalog.Attribute{a, s, n}
	e := c.Event("e", "why", attrs...)
	values[0], sizes[0], counts[0], attrs[0] = "changed", 9, 9, nil
	if a.Values()[0] != "ok" || s.Of(1).Value != ">=1B" || n.Of(1).Value != ">=1" || e.Attributes()[0] != catalog.Attribute(a) {
		t.Error("a declaration changed with the caller's slice")
	}
	e.Attributes()[0] = nil
	c.Events()[0] = nil
	if e.Attributes()[0] == nil || c.Events()[0] == nil {
		t.Error("a declaration changed with the slice that was returned")
	}
}
