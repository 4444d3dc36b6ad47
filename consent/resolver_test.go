package consent_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/telemetry"
)

// wantVetoes fails the test unless d has these vetoes, in this order, and is off
// if there are any.
func wantVetoes(t testing.TB, d consent.Decision, want ...consent.VetoCode) {
	t.Helper()
	if got := codes(d); !slices.Equal(got, want) {
		t.Errorf("the vetoes are %q, want %q", got, want)
	}
	if on := d.Policy == telemetry.Enabled; on != (len(want) == 0) {
		t.Errorf("the policy is %v with vetoes %q", d.Policy, want)
	}
}

func codes(d consent.Decision) []consent.VetoCode {
	var codes []consent.VetoCode
	for _, v := range d.Vetoes {
		codes = append(codes, v.Code)
	}
	return codes
}

// A choice is one value of one input, with the veto that it causes ("" for none).
type choice struct {
	name, value string
	veto        consent.VetoCode
}

// choices returns one choice for the variable not being set, and one a value.
func choices(variable string, vetoes map[consent.VetoCode][]string) []choice {
	all := []choice{{}}
	for veto, values := range vetoes {
		for _, value := range values {
			all = append(all, choice{variable, value, veto})
		}
	}
	return all
}

// Every combination of the inputs. What each input causes by itself is written
// down here, word by word; the expectation for a combination is no more than all of
// that in order. Together with the parsers' own tests, it does not use the code.
// A quick run tries one combination in eleven, a number that no input's choices divide.
func TestEveryCombinationOfRecordAndVariables(t *testing.T) {
	dir := t.TempDir()
	const notice = "now"
	records := []struct {
		choice
		typed bool // an error comes with it
	}{
		{choice{name: "absent", veto: consent.VetoUndecided}, false},
		{choice{name: "unset", value: "version = 1\nstate = \"unset\"\n", veto: consent.VetoUndecided}, false},
		{choice{name: "enabled", value: enabledText + "notice = \"now\"\n"}, false},
		{choice{name: "disabled", value: "version = 1\nstate = \"disabled\"\nnotice = \"now\"\n", veto: consent.VetoDenied}, false},
		{choice{name: "other notice", value: enabledText + "notice = \"then\"\n", veto: consent.VetoNoticeOutdated}, false},
		{choice{name: "no notice", value: enabledText, veto: consent.VetoNoticeOutdated}, false},
		{choice{name: "corrupt", value: "version = 1\nstate = ", veto: consent.VetoRecordUnreadable}, true},
		{choice{name: "newer", value: "version = 2\nstate = \"enabled\"\nnotice = \"now\"\n", veto: consent.VetoRecordTooNew}, true},
		{choice{name: "a directory", veto: consent.VetoRecordUnreadable}, true},
	}
	for _, r := range records {
		path := filepath.Join(dir, r.name)
		switch {
		case r.name == "a directory":
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		case r.name != "absent":
			writeFile(t, path, r.value)
		}
	}
	doNotTrack := choices("DO_NOT_TRACK", map[consent.VetoCode][]string{
		"":                     {"", "0", "false", "no", "off", " OFF\t"},
		consent.VetoDoNotTrack: {"1", "true", "yes", "on", "disabled", " True ", "nonsense"},
	})
	variable := choices("MY_TOOL_TELEMETRY", map[consent.VetoCode][]string{
		"":                 {"", "  ", "1", "true", "yes", "on", "enabled", " ON ", "True"},
		consent.VetoEnvOff: {"0", "false", "no", "off", "disabled", " Off ", "DISABLED", "log", "LOG ", "nonsense", "2"},
	})
	ci := choices("CI", map[consent.VetoCode][]string{
		"":             {"", "0", "false"},
		consent.VetoCI: {"1", "true", "nonsense"},
	})
	ci = append(ci, choice{"CONTINUOUS_INTEGRATION", "true", consent.VetoCI}, choice{"CONTINUOUS_INTEGRATION", "no", ""})
	for _, name := range vendorVariables {
		ci = append(ci, choice{name, "false", consent.VetoCI})
	}

	var on, off, n int
	every := wholetest.Of(11, 1)
	for _, r := range records {
		path := filepath.Join(dir, r.name)
		for _, dnt := range doNotTrack {
			for _, v := range variable {
				for _, c := range ci {
					if n++; n%every != 0 {
						continue
					}
					var want []consent.VetoCode
					env := map[string]string{}
					for _, input := range []choice{dnt, v, c, r.choice} {
						if input.veto != "" {
							want = append(want, input.veto)
						}
					}
					for _, input := range []choice{dnt, v, c} {
						if input.name != "" {
							env[input.name] = input.value
						}
					}
					d, err := consent.Resolver{Tool: "my-tool", Path: path, Notice: notice, LookupEnv: environment(env)}.Resolve()
					if !slices.Equal(codes(d), want) || (d.Policy == telemetry.Enabled) != (want == nil) || (err != nil) != r.typed {
						t.Fatalf("record %s with %q: %v, vetoes %q, error %v; want vetoes %q", r.name, env, d.Policy, codes(d), err, want)
					}
					if log := strings.EqualFold(strings.TrimSpace(v.value), "log"); d.Log != log {
						t.Fatalf("with %q, Log is %v", env, d.Log)
					}
					if d.Path != path || d.Reason() == "" || len(d.Reasons()) != max(1, len(want)) {
						t.Fatalf("record %s with %q: path %q, reasons %q", r.name, env, d.Path, d.Reasons())
					}
					if want == nil {
						on++
					} else {
						off++
					}
				}
			}
		}
	}
	// One record, 7 ways not to be asked to stop by DO_NOT_TRACK, 10 by the
	// variable and 5 by a CI system.
	if wholetest.Wanted() && on != 7*10*5 || on == 0 || on+off != len(records)*len(doNotTrack)*len(variable)*len(ci)/every {
		t.Errorf("%d combinations are on and %d off", on, off)
	}
}

// The rows that people will look up, each written by hand.
func TestReasonsInWords(t *testing.T) {
	type env = map[string]string
	at := time.Date(2026, 5, 8, 23, 30, 0, 0, time.UTC)
	enabled := &consent.Consent{State: consent.Enabled, DecidedAt: at}
	disabled := &consent.Consent{State: consent.Disabled, DecidedAt: at}
	tests := map[string]struct {
		record  *consent.Consent
		env     env
		policy  telemetry.CollectionPolicy
		reasons []string
		vetoes  []consent.Veto
		notes   []string
		log     bool
	}{
		"nothing at all": {
			nil, nil, telemetry.Disabled, []string{"you have not decided yet"}, []consent.Veto{{Code: consent.VetoUndecided}}, nil, false,
		},
		"enabled": {
			enabled, nil, telemetry.Enabled, []string{"you enabled it on 2026-05-08"}, nil, nil, false,
		},
		"enabled, nobody knows when": {
			&consent.Consent{State: consent.Enabled}, nil, telemetry.Enabled, []string{"you enabled it"}, nil, nil, false,
		},
		"disabled": {
			disabled, nil, telemetry.Disabled, []string{"you disabled it on 2026-05-08"}, []consent.Veto{{Code: consent.VetoDenied}}, nil, false,
		},
		"a variable does not grant": {
			nil,
			env{"MYTOOL_TELEMETRY": "1"},
			telemetry.Disabled,
			[]string{"you have not decided yet"},
			[]consent.Veto{{Code: consent.VetoUndecided}},
			[]string{"MYTOOL_TELEMETRY has no effect: a variable can refuse, but not consent"},
			false,
		},
		"a variable does not overrule": {
			disabled,
			env{"MYTOOL_TELEMETRY": "on", "DO_NOT_TRACK": "0"},
			telemetry.Disabled,
			[]string{"you disabled it on 2026-05-08"},
			[]consent.Veto{{Code: consent.VetoDenied}},
			[]string{"MYTOOL_TELEMETRY has no effect: a variable can refuse, but not consent"},
			false,
		},
		"an on word beside a yes": {
			enabled,
			env{"MYTOOL_TELEMETRY": "yes"},
			telemetry.Enabled,
			[]string{"you enabled it on 2026-05-08"},
			nil,
			[]string{"MYTOOL_TELEMETRY has no effect: a variable can refuse, but not consent"},
			false,
		},
		"DO_NOT_TRACK outranks the variable": {
			enabled,
			env{"DO_NOT_TRACK": "1", "MYTOOL_TELEMETRY": "on"},
			telemetry.Disabled,
			[]string{"DO_NOT_TRACK is set"},
			[]consent.Veto{{Code: consent.VetoDoNotTrack, Detail: "DO_NOT_TRACK"}},
			[]string{"MYTOOL_TELEMETRY has no effect: a variable can refuse, but not consent"},
			false,
		},
		"an empty variable is neutral": {
			enabled, env{"DO_NOT_TRACK": "", "MYTOOL_TELEMETRY": "", "CI": ""}, telemetry.Enabled, []string{"you enabled it on 2026-05-08"}, nil, nil, false,
		},
		"off": {
			enabled,
			env{"MYTOOL_TELEMETRY": "off"},
			telemetry.Disabled,
			[]string{"MYTOOL_TELEMETRY turns it off"},
			[]consent.Veto{{Code: consent.VetoEnvOff, Detail: "MYTOOL_TELEMETRY"}},
			nil, false,
		},
		"misspelt": {
			enabled,
			env{"MYTOOL_TELEMETRY": "planted"},
			telemetry.Disabled,
			[]string{"MYTOOL_TELEMETRY turns it off"},
			[]consent.Veto{{Code: consent.VetoEnvOff, Detail: "MYTOOL_TELEMETRY"}},
			[]string{"the value of MYTOOL_TELEMETRY is not a known word, so it counts as off"},
			false,
		},
		"log": {
			enabled,
			env{"MYTOOL_TELEMETRY": "log"},
			telemetry.Disabled,
			[]string{"MYTOOL_TELEMETRY asks for events to be shown, not sent or stored"},
			[]consent.Veto{{Code: consent.VetoEnvOff, Detail: "MYTOOL_TELEMETRY"}},
			nil, true,
		},
		"a CI system": {
			enabled,
			env{"GITHUB_ACTIONS": "planted"},
			telemetry.Disabled,
			[]string{"a CI system is running this (GITHUB_ACTIONS is set)"},
			[]consent.Veto{{Code: consent.VetoCI, Detail: "GITHUB_ACTIONS"}},
			nil, false,
		},
		"another notice": {
			&consent.Consent{State: consent.Enabled, DecidedAt: at, Notice: "then"}, nil, telemetry.Disabled,
			[]string{"what is collected has changed since you enabled it on 2026-05-08"},
			[]consent.Veto{{Code: consent.VetoNoticeOutdated}},
			nil, false,
		},
		"everything": {
			disabled,
			env{"DO_NOT_TRACK": "planted", "MYTOOL_TELEMETRY": "planted", "CI": "planted"},
			telemetry.Disabled,
			[]string{"DO_NOT_TRACK is set", "MYTOOL_TELEMETRY turns it off", "a CI system is running this (CI is set)", "you disabled it on 2026-05-08"},
			[]consent.Veto{
				{Code: consent.VetoDoNotTrack, Detail: "DO_NOT_TRACK"},
				{Code: consent.VetoEnvOff, Detail: "MYTOOL_TELEMETRY"},
				{Code: consent.VetoCI, Detail: "CI"},
				{Code: consent.VetoDenied},
			},
			[]string{"the value of MYTOOL_TELEMETRY is not a known word, so it counts as off"},
			false,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "consent.toml")
			if test.record != nil {
				mustWrite(t, path, *test.record)
			}
			d, err := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: environment(test.env)}.Resolve()
			if err != nil {
				t.Fatal(err)
			}
			if d.Policy != test.policy || d.Log != test.log || !slices.Equal(d.Vetoes, test.vetoes) {
				t.Errorf("resolved to %v, log %v, vetoes %+v; want %v, log %v, vetoes %+v", d.Policy, d.Log, d.Vetoes, test.policy, test.log, test.vetoes)
			}
			if d.Reason() != test.reasons[0] || !slices.Equal(d.Reasons(), test.reasons) {
				t.Errorf("the reasons are %q, %q; want %q", d.Reason(), d.Reasons(), test.reasons)
			}
			if !slices.Equal(d.Notes, test.notes) {
				t.Errorf("the notes are %q, want %q", d.Notes, test.notes)
			}
			// With the gate closed, the record is still what status shows.
			if test.record != nil && d.Consent != *test.record {
				t.Errorf("the record is %+v, want %+v", d.Consent, *test.record)
			}
		})
	}
}

func TestUnreadableRecordsInWords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	resolver := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}
	for text, want := range map[string]string{
		"version = 1\nstate = ":        "the record of your decision cannot be read: line 2 is not valid TOML",
		"version = 1\nState = \"x\"\n": "the record of your decision cannot be read: it has a key that differs from state only by case",
		strings.Repeat("#", 5000):      "the record of your decision cannot be read: it is larger than 4 KiB",
		"version = 2\n":                "a newer version of this software recorded your decision",
	} {
		writeFile(t, path, text)
		d, err := resolver.Resolve()
		if err == nil || d.Reason() != want {
			t.Errorf("the reason is %q, %v; want %q and an error", d.Reason(), err, want)
		}
	}
}

// A zero value is not a yes, and it has something to say.
func TestZeroValuesAreOff(t *testing.T) {
	var d consent.Decision
	if d.Policy != telemetry.Disabled || d.Reason() != "nothing was resolved" {
		t.Errorf("the zero Decision is %v: %q", d.Policy, d.Reason())
	}
	setHome(t, t.TempDir())
	var r consent.Resolver
	r.LookupEnv = noVariables
	d, err := r.Resolve()
	wantKind(t, err, telemetry.ErrConfig)
	wantVetoes(t, d, consent.VetoRecordUnreadable)
	if _, err := (consent.Resolver{}).Resolve(); !errors.Is(err, telemetry.ErrConfig) {
		t.Errorf("the zero Resolver's error is %v, want ErrConfig", err)
	}
	d = consent.Decision{Vetoes: []consent.Veto{{Code: "of another version"}}}
	if d.Reason() != "of another version" {
		t.Errorf("the reason of an unknown veto is %q", d.Reason())
	}
}

// With an error, what else refuses is still said, and said first.
func TestVetoesAreCollectedDespiteAnError(t *testing.T) {
	d, err := consent.Resolver{Tool: "..", LookupEnv: environment(map[string]string{"DO_NOT_TRACK": "1", "CI": "1"})}.Resolve()
	wantKind(t, err, telemetry.ErrConfig)
	wantVetoes(t, d, consent.VetoDoNotTrack, consent.VetoCI, consent.VetoRecordUnreadable)
}

func TestResolveSeesEveryChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	env := map[string]string{}
	r := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: environment(env)}
	resolve := func(want ...consent.VetoCode) {
		t.Helper()
		d, _ := r.Resolve()
		wantVetoes(t, d, want...)
	}
	resolve(consent.VetoUndecided)
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	resolve()
	resolve()
	mustWrite(t, path, consent.Consent{State: consent.Disabled})
	resolve(consent.VetoDenied)
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	resolve()
	if err := consent.Reset(path); err != nil {
		t.Fatal(err)
	}
	resolve(consent.VetoUndecided)
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	resolve()
	writeFile(t, path, "torn")
	resolve(consent.VetoRecordUnreadable)
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	env["DO_NOT_TRACK"] = "1"
	resolve(consent.VetoDoNotTrack)
	delete(env, "DO_NOT_TRACK")
	resolve()
	r.Notice = "new"
	resolve(consent.VetoNoticeOutdated)
}

func TestResolveUsesTheDefaultPathAndEnvironment(t *testing.T) {
	setHome(t, t.TempDir())
	for _, name := range append([]string{"DO_NOT_TRACK", "MYTOOL_TELEMETRY", "CI", "CONTINUOUS_INTEGRATION"}, vendorVariables...) {
		t.Setenv(name, "")
	}
	path, err := consent.DefaultPath("mytool")
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	d, err := consent.Resolver{Tool: "mytool"}.Resolve()
	if err != nil || d.Path != path {
		t.Errorf("the path is %q, %v; want %q", d.Path, err, path)
	}
	wantVetoes(t, d)
	t.Setenv("MYTOOL_TELEMETRY", "off")
	d, err = consent.Resolver{Tool: "mytool"}.Resolve()
	if err != nil {
		t.Error(err)
	}
	wantVetoes(t, d, consent.VetoEnvOff)
}

// Somebody who injects an environment, such as that of a child process, is asked
// for every variable, and nobody else is.
func TestInjectedEnvironmentIsTheOnlyOne(t *testing.T) {
	var asked []string
	for _, name := range append([]string{"DO_NOT_TRACK", "MYTOOL_TELEMETRY", "CI", "CONTINUOUS_INTEGRATION"}, vendorVariables...) {
		t.Setenv(name, "1")
	}
	path := filepath.Join(t.TempDir(), "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	d, err := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: func(name string) (string, bool) {
		asked = append(asked, name)
		return "", false
	}}.Resolve()
	if err != nil {
		t.Error(err)
	}
	wantVetoes(t, d)
	want := append([]string{"DO_NOT_TRACK", "MYTOOL_TELEMETRY", "CI", "CONTINUOUS_INTEGRATION"}, vendorVariables...)
	if !slices.Equal(asked, want) {
		t.Errorf("Resolve asked for %q, want %q", asked, want)
	}
}

func TestReadingWritesNothing(t *testing.T) {
	for name, prepare := range map[string]func(home, path string){
		"an empty home":       func(string, string) {},
		"a read-only home":    func(home, _ string) { _ = os.Chmod(home, 0o500) },
		"a record":            func(_, path string) { mustWrite(t, path, consent.Consent{State: consent.Enabled}) },
		"a corrupt record":    func(_, path string) { writeFile(t, path, "torn") },
		"a newer record":      func(_, path string) { writeFile(t, path, "version = 2") },
		"a temporary file":    func(_, path string) { writeFile(t, filepath.Join(filepath.Dir(path), tempName("1")), "torn") },
		"a foreign neighbour": func(_, path string) { writeFile(t, filepath.Join(filepath.Dir(path), "config.yaml"), "x") },
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			setHome(t, home)
			path, err := consent.DefaultPath("mytool")
			if err != nil {
				t.Fatal(err)
			}
			prepare(home, path)
			t.Cleanup(func() { _ = os.Chmod(home, 0o700) })
			before := tree(t, home)
			for _, env := range []map[string]string{nil, {"DO_NOT_TRACK": "1"}, {"MYTOOL_TELEMETRY": "log"}, {"CI": "1"}} {
				d, _ := consent.Resolver{Tool: "mytool", LookupEnv: environment(env)}.Resolve()
				_ = d.Reasons()
				_, _ = consent.Read(path)
			}
			if after := tree(t, home); after != before {
				t.Errorf("the home was\n%s\nand is\n%s", before, after)
			}
		})
	}
}
