package door

import (
	"context"
	"crypto/subtle"
	"log/slog"
	"net/http"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/store"
)

// Store is what the door needs of a [store.Store].
type Store interface {
	// Ingest stores events; when it returns, they are durable.
	Ingest(ctx context.Context, events []store.Arrived) (store.Result, error)
	// Refused counts events that the door refused.
	Refused(ctx context.Context, tool string, reason store.Reason, n int) error
	// Delete deletes the events of a machine, and says by when that is done.
	Delete(ctx context.Context, tool, machineID string) (by time.Time, err error)
	// Health says how the store is.
	Health() store.Health
}

// Config is what a [Door] is made from. Store is required.
type Config struct {
	Store Store
	// Tools are the tools whose events are taken.
	Tools []declared.Tool
	// AcceptAny takes the events of other tools too.
	AcceptAny bool
	// BehindProxy takes a sender's address from the last X-Forwarded-For, which a
	// proxy of the server's owner sets.
	BehindProxy bool
	Limits      Limits
	// Log gets what the server's owner must know. Nil logs nothing.
	Log *slog.Logger
	// Now is the clock. Nil is time.Now.
	Now func() time.Time
}

// Door lets events in. [New] makes one; its methods may be called concurrently.
type Door struct {
	store       Store
	tools       map[string]declared.Tool
	acceptAny   bool
	behindProxy bool
	limits      Limits
	log         *slog.Logger
	now         func() time.Time

	mux      *http.ServeMux
	budget   budget
	decoders chan struct{}
	deleting chan struct{}
	rates    *rates
	metrics  metrics
	refusals *refusals
}

// New returns a Door. Close it.
func New(cfg Config) *Door {
	d := &Door{
		store: cfg.Store, tools: map[string]declared.Tool{}, acceptAny: cfg.AcceptAny, behindProxy: cfg.BehindProxy,
		limits: cfg.Limits.withDefaults(), log: cfg.Log, now: cfg.Now, mux: http.NewServeMux(),
	}
	for _, t := range cfg.Tools {
		d.tools[t.Name] = t
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.now == nil {
		d.now = time.Now
	}
	d.budget.left.Store(d.limits.BytesAtOnce)
	d.decoders = make(chan struct{}, d.limits.Decoders)
	d.deleting = make(chan struct{}, 1)
	d.rates = newRates(d.limits.PerSecond, d.limits.Burst)
	d.refusals = newRefusals(d.store, d.log)
	d.mux.HandleFunc("POST /v1/events", d.guarded(d.events))
	d.mux.HandleFunc("POST /v1/events/deletions", d.guarded(d.deletions))
	d.mux.HandleFunc("POST /v1/logs", d.guarded(d.logs))
	d.mux.HandleFunc("GET /healthz", d.health)
	d.mux.HandleFunc("GET /metrics", d.showMetrics)
	return d
}

// Close writes the counts that are not in the store yet. It is called when no
// request is served any more.
func (d *Door) Close() error { return d.refusals.close() }

// ServeHTTP serves the paths that the package documentation lists.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.mux.ServeHTTP(w, r) }

// guarded counts a request, limits its sender and its time, and turns a panic into
// an answer after which the sender tries again.
func (d *Door) guarded(serve func(w http.ResponseWriter, r *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		counted := &countedWriter{ResponseWriter: w}
		begin := time.Now()
		d.metrics.inFlight.Add(1)
		defer func() {
			if recovered := recover(); recovered != nil {
				d.log.Error("a request panicked; this is a bug", "path", r.Pattern)
				if counted.status == 0 {
					d.answer(counted, r, busy)
				}
			}
			d.metrics.inFlight.Add(-1)
			d.metrics.request(r.Pattern, counted.status, time.Since(begin))
		}()
		if wait := d.rates.wait(senderOf(r, d.behindProxy), d.now()); wait > 0 {
			d.answer(counted, r, tooMany(wait))
			return
		}
		// Not every writer has deadlines; a server of this package does.
		control := http.NewResponseController(w)
		_ = control.SetReadDeadline(time.Now().Add(d.limits.BodyTime))
		_ = control.SetWriteDeadline(time.Now().Add(d.limits.BodyTime + writeTime))
		serve(counted, r)
	}
}

// isKeyWrong reports whether the tool has a key and the request another one.
func (d *Door) isKeyWrong(tool string, r *http.Request) bool {
	key := d.tools[tool].Key
	return key != "" && subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+key)) == 0
}

// isKnown reports whether events of the tool are taken.
func (d *Door) isKnown(tool string) bool {
	_, ok := d.tools[tool]
	return ok || d.acceptAny
}
