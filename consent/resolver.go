package consent

import (
	"errors"
	"os"

	"github.com/optin-go/optin/telemetry"
)

// Resolver decides whether a tool may collect, from the environment and the
// record. It is for the runtime and for what tells the user about it, so that the
// two never differ. It holds no state, and may be copied and used concurrently if
// LookupEnv may.
type Resolver struct {
	// Tool is the tool's name. It names the variable, see [VariableName], and the
	// directory, see [DefaultPath]. Required.
	Tool string
	// Path is the file that holds the record. If empty, it is that of DefaultPath.
	Path string
	// Notice identifies the notice now in force. Consent to another one does not
	// count; no notice, the empty one, is another one than any.
	Notice string
	// LookupEnv finds the variables that can refuse. It is not asked for the
	// configuration directory. Nil is [os.LookupEnv].
	LookupEnv func(string) (string, bool)
}

// Resolve returns what is decided now. It asks anew each time, and so sees what
// was changed since the last time. The record is the only file that it reads, and
// it writes none.
//
// The Decision is always usable. With an error it is off, and a veto says so; the
// error is that of [DefaultPath] or [Read]. Collection is on only if the record
// says so, for this Notice, and nothing else says no.
func (r Resolver) Resolve() (Decision, error) {
	env := r.LookupEnv
	if env == nil {
		env = os.LookupEnv
	}
	var d Decision

	if value, _ := env(doNotTrackVariable); DoNotTrack(value) {
		d.veto(VetoDoNotTrack, doNotTrackVariable)
	}

	variable := VariableName(r.Tool)
	value, _ := env(variable)
	switch ParseVariable(value) {
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
		d.note(variable + " is not a word that is known here, which counts as off")
	}

	if system, ok := CISystem(env); ok {
		d.veto(VetoCI, system)
	}

	var err error
	d.Path, d.Consent, err = r.record()
	switch {
	case errors.Is(err, errTooNew):
		d.veto(VetoRecordTooNew, "")
	case err != nil:
		d.veto(VetoRecordUnreadable, cause(err).Error())
	case d.Consent.State == Disabled:
		d.veto(VetoDenied, "")
	case d.Consent.State != Enabled:
		d.veto(VetoUndecided, "")
	case d.Consent.Notice != r.Notice:
		d.veto(VetoNoticeOutdated, "")
	}

	if len(d.Vetoes) == 0 {
		d.Policy = telemetry.Enabled
	}
	return d, err
}

// record returns the record, and where it is.
func (r Resolver) record() (string, Consent, error) {
	path, err := r.path()
	if err != nil {
		return "", Consent{}, err
	}
	c, err := Read(path)
	return path, c, err
}

func (r Resolver) path() (string, error) {
	if r.Path == "" {
		return DefaultPath(r.Tool)
	}
	if err := checkTool(r.Tool); err != nil {
		return "", &telemetry.Error{Kind: telemetry.ErrConfig, Op: "consent: resolve", Err: err}
	}
	return r.Path, nil
}
