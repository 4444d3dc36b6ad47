package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/machineid"
	"github.com/optin-go/optin/telemetry"
)

const (
	// VetoCatalogUnusable says that the tool's catalog has mistakes, so nobody can know what
	// they consent to. It follows the vetoes of package consent.
	VetoCatalogUnusable consent.VetoCode = "catalog_unusable"
	// VetoStateUnusable says that the state directory cannot be used, so nothing can be
	// recorded. It follows all other vetoes.
	VetoStateUnusable consent.VetoCode = "state_unusable"
)

// gate decides whether the tool may record now, from the environment, the record of
// consent, the catalog and the state directory. The runtime and "status" share it, so
// they cannot differ.
type gate struct {
	tool      string
	path      string // of the record of consent; "" is the usual one
	install   *installation
	catalog   *catalog.Catalog
	recipient string // who receives the events, as in the notice; "" if they stay here
	lookupEnv func(string) (string, bool)

	mu       sync.Mutex
	declared int            // the number of events when the notice was made
	agreed   catalog.Notice // the cached notice
}

// Marks follow the notice in a record of consent.
const (
	// markYes: an installer granted consent for the user, with enable --yes.
	markYes = "+yes"
	// markDelete: a request to delete is not acknowledged yet.
	markDelete = "+delete"
)

// agreedNotice returns the notice in a record, without its marks.
func agreedNotice(c consent.Consent) catalog.Notice {
	notice, _, _ := strings.Cut(c.Notice, "+")
	return catalog.Notice(notice)
}

func hasMark(c consent.Consent, mark string) bool { return strings.HasSuffix(c.Notice, mark) }

// notice returns the notice in force: what is collected, and who receives it. It is ""
// if the catalog has mistakes. The gate caches it until another event is declared.
func (g *gate) notice() catalog.Notice {
	declared := len(g.catalog.Events())
	g.mu.Lock()
	defer g.mu.Unlock()
	if declared != g.declared || g.agreed == "" {
		g.declared, g.agreed = declared, g.catalog.Notice(g.recipient)
	}
	return g.agreed
}

func (g *gate) resolver() consent.Resolver {
	return consent.Resolver{
		Tool: g.tool, Path: g.path, LookupEnv: g.lookupEnv,
		// Most runs have no yes to compare the notice with. They do not make it.
		Covers: func(agreed string) bool {
			return agreedNotice(consent.Consent{Notice: agreed}).Covers(g.notice())
		},
		// A stranger who plants a record cannot know this key. It is never
		// sent.
		Key: func(path string) string { return machineid.Local(g.tool + ".consent\x00" + path) },
	}
}

// now returns the present verdict.
func (g *gate) now() verdict {
	return g.judge(g.resolver().Resolve())
}

// explained is now with all vetoes, including those that a decision does not need.
func (g *gate) explained() verdict {
	return g.judge(g.resolver().Explain())
}

// withoutVariable returns the verdict as if the tool's variable were not set.
func (g *gate) withoutVariable() verdict {
	r, variable := g.resolver(), consent.VariableName(g.tool)
	r.LookupEnv = func(name string) (string, bool) {
		if name == variable {
			return "", false
		}
		return g.lookupEnv(name)
	}
	return g.judge(r.Resolve())
}

// judge adds the vetoes of this package to the resolver's. It removes none.
func (g *gate) judge(decision consent.Decision, err error) verdict {
	v := verdict{Decision: decision, err: err}
	if err := g.catalog.Err(); err != nil {
		v.veto(VetoCatalogUnusable, plain(err.Error()))
	}
	if v.on() {
		if why := g.install.unusable(v.Consent); why != "" {
			v.veto(VetoStateUnusable, why)
		}
	}
	return v
}

// recordPath returns the path of the record of consent.
func (g *gate) recordPath() (string, error) {
	if g.path != "" {
		return g.path, nil
	}
	path, err := consent.DefaultPath(g.tool)
	if err != nil {
		return "", errors.New(cause(err)) // a user reads it
	}
	return path, nil
}

// grant records consent to the notice in force. byOther says that an installer gives
// it for the user, who was asked elsewhere. An earlier grant that covers the notice
// stands, with its date.
//
// No event recorded before a grant is ever sent. So grant purges the queues first,
// and stores nothing if that fails.
func (g *gate) grant(byOther bool) error {
	notice := g.notice()
	if notice == "" {
		return fmt.Errorf("the tool's catalog has mistakes: %w", g.catalog.Err())
	}
	v := g.now()
	earlier := catalog.Notice("")
	if v.err == nil && v.Consent.State == consent.Enabled {
		if earlier = agreedNotice(v.Consent); earlier.Covers(notice) {
			return nil
		}
	}
	if err := g.install.claim(); err != nil {
		return err
	}
	if err := g.install.purge(); err != nil {
		return err
	}
	if err := g.install.leaveIdentityThatIsDeleted(); err != nil {
		return err
	}
	// The first event after a grant is sent at once.
	if err := removeFile(string(g.install.marker)); err != nil {
		return err
	}
	text := string(earlier.With(notice))
	if byOther {
		text += markYes
	}
	return g.write(consent.Enabled, text)
}

// refuse records a refusal.
func (g *gate) refuse() error {
	text := string(g.notice())
	if _, err := g.install.deletion.pending(); err == nil {
		text += markDelete
	}
	return g.write(consent.Disabled, text)
}

// unmark takes the mark of a request to delete off the refusal. A yes that the user
// gave while the receiver was asked stays.
func (g *gate) unmark() error {
	if c := g.now().Consent; c.State != consent.Disabled || !hasMark(c, markDelete) {
		return nil
	}
	return g.refuse()
}

// write stores a decision. A record that is in place counts as stored, although a loss
// of power could still undo it.
func (g *gate) write(state consent.State, notice string) error {
	if _, err := g.recordPath(); err != nil {
		return err
	}
	return saved(g.resolver().Write(consent.Consent{State: state, DecidedAt: time.Now(), Notice: notice}))
}

// forget removes the decision.
func (g *gate) forget() error {
	path, err := g.recordPath()
	if err != nil {
		return err
	}
	return saved(consent.Reset(path))
}

// saved returns nil if the write is done and merely not durable, and err
// otherwise.
func saved(err error) error {
	if errors.Is(err, consent.ErrNotDurable) {
		return nil
	}
	return forPerson(err)
}

// verdict says what the runtime does now, and why.
type verdict struct {
	consent.Decision
	err error // why the record cannot be read; nil if it can
}

func (v *verdict) veto(code consent.VetoCode, detail string) {
	v.Policy = telemetry.Disabled
	v.Vetoes = append(slices.Clone(v.Vetoes), consent.Veto{Code: code, Detail: detail})
}

func (v verdict) on() bool { return v.Policy == telemetry.Enabled }

// only reports whether the single veto is one of the given codes.
func (v verdict) only(codes ...consent.VetoCode) bool {
	return len(v.Vetoes) == 1 && slices.Contains(codes, v.Vetoes[0].Code)
}

// mayAsk reports whether only a decision is missing.
func (v verdict) mayAsk() bool { return v.only(consent.VetoUndecided, consent.VetoNoticeOutdated) }

// sameYes reports whether both verdicts are on by the same grant. A grant given again
// after a withdrawal is a different one, and may have another identity: what began
// under the first must not continue under the second.
func (v verdict) sameYes(other verdict) bool {
	return v.on() && other.on() && sameYes(v.Consent, other.Consent)
}

func sameYes(a, b consent.Consent) bool {
	return a.State == consent.Enabled && b.State == consent.Enabled &&
		a.Notice == b.Notice && a.DecidedAt.Equal(b.DecidedAt)
}

// deletionWaits reports whether a request to delete is not acknowledged yet, and only
// the user's own refusal keeps telemetry off. It needs the record of consent alone.
func (v verdict) deletionWaits() bool {
	return v.only(consent.VetoDenied) && hasMark(v.Consent, markDelete)
}

// reasons returns a sentence for each veto, or the date of the grant.
func (v verdict) reasons() []string {
	reasons := v.Decision.Reasons()
	for i, veto := range v.Vetoes {
		switch veto.Code {
		case VetoStateUnusable:
			reasons[i] = "the directory for state cannot be used: " + veto.Detail
		case VetoCatalogUnusable:
			reasons[i] = "what this tool records is not declared as it must be: " + veto.Detail
		case consent.VetoNoticeOutdated:
			reasons[i] = "you agreed to less than what would now be recorded or sent"
		}
	}
	return reasons
}

func (v verdict) reason() string { return v.reasons()[0] }
