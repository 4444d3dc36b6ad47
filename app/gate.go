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
	// VetoCatalogUnusable says that the tool's catalog has mistakes, so that nobody can know
	// what they agree to. It follows the vetoes of package consent.
	VetoCatalogUnusable consent.VetoCode = "catalog_unusable"
	// VetoStateUnusable says that the directory for state cannot be used, so that nothing can
	// be recorded. It follows all other vetoes.
	VetoStateUnusable consent.VetoCode = "state_unusable"
)

// gate decides whether the tool may record now, from the environment, the record of
// the decision, the catalog and the directory for state. The runtime and "status" both
// use it, so that they cannot differ.
type gate struct {
	tool      string
	path      string // of the record; "" is the usual one
	install   *installation
	catalog   *catalog.Catalog
	recipient string // who receives the events, as the user agrees to it; "" if they stay here
	lookupEnv func(string) (string, bool)

	mu       sync.Mutex
	declared int            // how many events there were when the notice was made
	agreed   catalog.Notice // see notice
}

// Marks follow the notice in a record.
const (
	// markYes: an installer said for the user that they agree, with enable --yes.
	markYes = "+yes"
	// markDelete: a request to delete is still to be acknowledged.
	markDelete = "+delete"
)

// agreedNotice returns the notice in a record without its marks.
func agreedNotice(c consent.Consent) catalog.Notice {
	notice, _, _ := strings.Cut(c.Notice, "+")
	return catalog.Notice(notice)
}

func hasMark(c consent.Consent, mark string) bool { return strings.HasSuffix(c.Notice, mark) }

// notice returns what the user agrees to: what is collected, and who receives it. It is
// "" if the catalog has mistakes. It is made once, and again after a declaration: every
// run asks for it, also one that records nothing.
func (g *gate) notice() catalog.Notice {
	declared := len(g.catalog.Events())
	g.mu.Lock()
	defer g.mu.Unlock()
	if declared != g.declared || g.agreed == "" {
		g.declared, g.agreed = declared, g.catalog.Notice(g.recipient)
	}
	return g.agreed
}

func (g *gate) resolver(notice catalog.Notice) consent.Resolver {
	return consent.Resolver{
		Tool: g.tool, Path: g.path, Notice: string(notice), LookupEnv: g.lookupEnv,
		Covers: func(agreed string) bool {
			return agreedNotice(consent.Consent{Notice: agreed}).Covers(notice)
		},
		// What a file that a stranger planted cannot know. It is never sent.
		Key: func(path string) string { return machineid.Local(g.tool + ".consent\x00" + path) },
	}
}

// now returns what is decided now.
func (g *gate) now() verdict {
	notice := g.notice()
	r := g.resolver(notice)
	decision, err := r.Resolve()
	return g.judge(decision, err, notice)
}

// explained is now with every reason, also one that need not be looked for to decide.
func (g *gate) explained() verdict {
	notice := g.notice()
	r := g.resolver(notice)
	decision, err := r.Explain()
	return g.judge(decision, err, notice)
}

// withoutVariable returns what would be decided if the tool's variable were not set.
func (g *gate) withoutVariable() verdict {
	notice := g.notice()
	r, variable := g.resolver(notice), consent.VariableName(g.tool)
	r.LookupEnv = func(name string) (string, bool) {
		if name == variable {
			return "", false
		}
		return g.lookupEnv(name)
	}
	decision, err := r.Resolve()
	return g.judge(decision, err, notice)
}

// judge adds to the resolver's vetoes what else keeps the tool from recording. It takes
// none away.
func (g *gate) judge(decision consent.Decision, err error, notice catalog.Notice) verdict {
	v := verdict{Decision: decision, err: err, required: notice}
	if notice == "" {
		v.veto(VetoCatalogUnusable, plain(errorText(g.catalog.Err())))
	}
	if v.on() {
		if why := g.install.unusable(v.Consent); why != "" {
			v.veto(VetoStateUnusable, why)
		}
	}
	return v
}

// recordPath returns where the decision is.
func (g *gate) recordPath() (string, error) {
	if g.path != "" {
		return g.path, nil
	}
	return consent.DefaultPath(g.tool)
}

// grant records a yes to the notice that is now in force. byOther says that somebody
// gave it for the user, who was asked elsewhere. A yes that covers the notice already
// stands, with its date.
//
// Nothing that was recorded before a yes is ever sent: what earlier ones left in the
// queue is removed first, or else the yes is not stored.
func (g *gate) grant(byOther bool) error {
	notice := g.notice()
	if notice == "" {
		return fmt.Errorf("what this tool records is not declared as it must be: %w", g.catalog.Err())
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
	// The first event after a yes is sent at once.
	if err := removeFile(string(g.install.marker)); err != nil {
		return err
	}
	text := string(earlier.With(notice))
	if byOther {
		text += markYes
	}
	return g.write(consent.Enabled, text)
}

// refuse records a no.
func (g *gate) refuse() error {
	text := string(g.notice())
	if _, err := g.install.deletion.pending(); err == nil {
		text += markDelete
	}
	return g.write(consent.Disabled, text)
}

// write stores a decision. One that is in place counts, although a loss of power could
// still undo it.
func (g *gate) write(state consent.State, notice string) error {
	return saved(g.resolver(g.notice()).Write(consent.Consent{State: state, DecidedAt: time.Now(), Notice: notice}))
}

// forget removes the decision.
func (g *gate) forget() error {
	path, err := g.recordPath()
	if err != nil {
		return err
	}
	return saved(consent.Reset(path))
}

// saved returns nil for an error that says that all was done.
func saved(err error) error {
	if errors.Is(err, consent.ErrNotDurable) {
		return nil
	}
	return err
}

// verdict is what the runtime does now, and why.
type verdict struct {
	consent.Decision
	err      error          // why the record cannot be read; nil if it can
	required catalog.Notice // the notice in force
}

func (v *verdict) veto(code consent.VetoCode, detail string) {
	v.Policy = telemetry.Disabled
	v.Vetoes = append(slices.Clone(v.Vetoes), consent.Veto{Code: code, Detail: detail})
}

func (v verdict) on() bool { return v.Policy == telemetry.Enabled }

// only reports whether one veto of the given codes is all that keeps telemetry off.
func (v verdict) only(codes ...consent.VetoCode) bool {
	return len(v.Vetoes) == 1 && slices.Contains(codes, v.Vetoes[0].Code)
}

// mayAsk reports whether a decision is all that is missing.
func (v verdict) mayAsk() bool { return v.only(consent.VetoUndecided, consent.VetoNoticeOutdated) }

// sameYes reports whether both are open by one and the same decision. One that was
// withdrawn and given again is another one: what began under the first must not go on
// under the second, which may have another identity.
func (v verdict) sameYes(other verdict) bool {
	return v.on() && other.on() && sameYes(v.Consent, other.Consent)
}

func sameYes(a, b consent.Consent) bool {
	return a.State == consent.Enabled && b.State == consent.Enabled &&
		a.Notice == b.Notice && a.DecidedAt.Equal(b.DecidedAt)
}

// deletionWaits reports whether a request to delete is still to be acknowledged, and
// nothing but the user's own no keeps telemetry off. It is known from the record alone.
func (v verdict) deletionWaits() bool {
	return v.only(consent.VetoDenied) && hasMark(v.Consent, markDelete)
}

// reasons returns a sentence for each veto, or since when it is on.
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

// errorText returns the text of an error, or "".
func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
