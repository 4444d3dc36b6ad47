package consent

import (
	"errors"
	"time"

	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/telemetry"
)

// Resolver decides whether a tool may collect, from the environment and the
// record. It is for the runtime and for what tells the user about it, so that the
// two never differ. It holds no state, and may be copied and used concurrently if
// its functions may.
type Resolver struct {
	// Tool is the tool's name. It names the variable, see [VariableName], and the
	// directory, see [DefaultPath]. Required.
	Tool string
	// Path is the file that holds the record. If empty, it is that of DefaultPath,
	// and a refusal in the user's own place counts as well.
	Path string
	// Notice identifies the notice now in force. Consent to another one does not
	// count, unless Covers says so; no notice, the empty one, is another one than
	// any.
	Notice string
	// Covers reports whether consent to the notice agreed is consent to Notice. It
	// is asked only if they differ, or if Notice is empty: then it alone decides, and
	// a notice need not be made for the many runs that have no yes. Nil is a function
	// that returns false.
	Covers func(agreed string) bool
	// Key returns what a yes in the file at path must hold to count: something that
	// this user's machine can make again and nobody else can, usually
	// machineid.Local of a salt and the path. It is asked only for a yes outside
	// the user's own place, where a variable or a project may have put it. "" says
	// that there is no key, so that such a yes does not count. Nil asks for none.
	Key func(path string) string
	// LookupEnv finds the variables that can refuse. It is not asked for the
	// configuration directory. Nil is [os.LookupEnv].
	LookupEnv func(string) (string, bool)
}

// Resolve returns the current decision. It decides anew at each call; see
// [Resolver.Unchanged]. It writes no file. It reads the record, once. Only if that
// is a yes, and nothing else says no, does it also read the system's user database,
// once per process, and a record in the user's own place if that is another one.
//
// The Decision is always usable. With an error it is off, and a veto says so; the
// error is that of [DefaultPath] or [Read]. Collection is on only if the record
// says so, for this Notice, and nothing else says no.
func (r Resolver) Resolve() (Decision, error) { return r.resolve(false) }

// Explain returns what [Resolver.Resolve] returns, with the same Policy, and with
// the vetoes for which Resolve does not look because something else keeps
// collection off. It is for status commands and prompts: a user whose refusal lies
// in the user's own place is not undecided.
func (r Resolver) Explain() (Decision, error) { return r.resolve(true) }

func (r Resolver) resolve(all bool) (Decision, error) {
	d := Decision{inputs: inputs{notice: r.Notice, environment: readEnvironment(r.Tool, r.LookupEnv)}}
	d.environment(VariableName(r.Tool))
	err := r.records(&d, all)
	if err != nil {
		d.inputs.passing = true
	}
	if len(d.Vetoes) == 0 {
		d.Policy = telemetry.Enabled
	}
	return d, err
}

// environment adds what the variables say.
func (d *Decision) environment(variable string) {
	env := d.inputs.environment
	if env.doNotTrack {
		d.veto(VetoDoNotTrack, doNotTrackVariable)
	}

	switch env.setting {
	case SettingNeutral:
	case SettingOn:
		d.note(variable + " has no effect: a variable can refuse, but not consent")
	case SettingOff:
		d.veto(VetoEnvOff, variable)
	case SettingLog:
		d.veto(VetoEnvOff, variable)
		d.Log = true
	default:
		d.veto(VetoEnvOff, variable)
		d.note("the value of " + variable + " is not a known word, so it counts as off")
	}

	if env.ci != "" {
		d.veto(VetoCI, env.ci)
	}
}

// records adds what the record says, and the one in the user's own place.
func (r Resolver) records(d *Decision, all bool) error {
	path, err := r.path()
	if err != nil {
		d.veto(VetoRecordUnreadable, cause(err).Error())
		return err
	}
	d.Path = path
	d.inputs.path = path
	found, err := readRecord(path)
	d.inputs.record = found.id
	d.inputs.passing = found.id.IsYoung(time.Now())
	d.Consent = found.Consent

	switch {
	case errors.Is(err, errTooNew):
		d.veto(VetoRecordTooNew, "")
		return err
	case err != nil:
		d.veto(VetoRecordUnreadable, cause(err).Error())
		return err
	case found.State == Disabled:
		d.veto(VetoDenied, "")
		return nil
	}

	if all || found.State == Enabled && len(d.Vetoes) == 0 {
		if decided, err := r.own(d, found); decided {
			return err
		}
	}

	switch {
	case found.State != Enabled:
		d.veto(VetoUndecided, "")
	case !r.covers(found.Notice):
		d.veto(VetoNoticeOutdated, "")
	}
	return nil
}

func (r Resolver) covers(agreed string) bool {
	if r.Covers == nil || agreed == r.Notice && r.Notice != "" {
		return agreed == r.Notice
	}
	return r.Covers(agreed)
}

// own looks whether the record found is the user's own word: a refusal in the user's
// own place outweighs it, and a yes elsewhere must hold the key. It reports whether
// that decides.
func (r Resolver) own(d *Decision, found record) (decided bool, err error) {
	own := ownPath(r.Tool)
	if isOwn(d.Path, own, found.id) {
		return false, nil
	}
	if r.Path == "" {
		refusal, err := refusalAt(own)
		d.inputs.own, d.inputs.ownRecord = own, refusal.id
		d.inputs.passing = d.inputs.passing || refusal.id.IsYoung(time.Now())
		switch {
		case err != nil:
			d.Consent = Consent{}
			d.veto(VetoRecordUnreadable, cause(err).Error()+", in "+own)
			return true, err
		case refusal.State == Disabled:
			d.Consent = refusal.Consent
			d.veto(VetoDenied, own)
			return true, nil
		}
	}
	if found.State != Enabled || r.Key == nil {
		return false, nil
	}
	if key := r.Key(d.Path); key == "" || key != found.Key {
		// The yes may be a stranger's, so it is not shown as the user's.
		d.Consent = Consent{}
		d.veto(VetoUndecided, "the yes in "+d.Path+" was given on another machine or for another file")
		return true, nil
	}
	return false, nil
}

// Write records c where [Resolver.Resolve] looks for it, as [Write] does, with the
// key that a yes needs there. An error is that of [DefaultPath] or Write, or
// [telemetry.ErrConfig] because a yes needs a key and there is none.
func (r Resolver) Write(c Consent) error {
	path, err := r.path()
	if err != nil {
		return err
	}
	c.Key = ""
	if c.State == Enabled && r.Key != nil && !isOwn(path, ownPath(r.Tool), ownfile.ID{}) {
		if c.Key = r.Key(path); c.Key == "" {
			return failed(telemetry.ErrConfig, "write", path, errNoKey)
		}
	}
	return Write(path, c)
}

var errNoKey = errors.New("this machine has no ID, and without one a yes counts in your own configuration directory only")

func (r Resolver) path() (string, error) {
	if r.Path == "" {
		return DefaultPath(r.Tool)
	}
	if err := CheckTool(r.Tool); err != nil {
		return "", err
	}
	return r.Path, nil
}
