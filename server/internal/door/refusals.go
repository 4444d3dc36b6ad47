package door

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/optin-go/optin/server/internal/store"
)

// refusalsEvery is how often counts are written. They are not worth a transaction
// each: whoever sends what is refused could keep the disk busy.
const refusalsEvery = 5 * time.Second

// refusals counts what the door refused, and writes the counts now and then.
type refusals struct {
	store Store
	log   *slog.Logger

	mu     sync.Mutex
	counts map[refusal]int

	stop, stopped chan struct{}
	once          sync.Once
}

type refusal struct {
	tool   string
	reason store.Reason
}

func newRefusals(s Store, log *slog.Logger) *refusals {
	r := &refusals{store: s, log: log, counts: map[refusal]int{}, stop: make(chan struct{}), stopped: make(chan struct{})}
	go r.run()
	return r
}

func (r *refusals) add(tool string, reason store.Reason, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts[refusal{tool, reason}] += n
}

func (r *refusals) run() {
	defer close(r.stopped)
	ticker := time.NewTicker(refusalsEvery)
	defer ticker.Stop()
	for {
		select {
		case <-r.stop:
			return
		case <-ticker.C:
			if err := r.write(); err != nil {
				r.log.Error("counts of refused events could not be kept", "error", err)
			}
		}
	}
}

// write writes the counts. What cannot be written is written the next time.
func (r *refusals) write() error {
	r.mu.Lock()
	counts := r.counts
	r.counts = map[refusal]int{}
	r.mu.Unlock()
	var errs []error
	for key, n := range counts {
		ctx, cancel := context.WithTimeout(context.Background(), commitTime)
		err := r.store.Refused(ctx, key.tool, key.reason, n)
		cancel()
		if err != nil {
			r.add(key.tool, key.reason, n)
			errs = append(errs, err)
			continue
		}
		r.log.Info("events refused", "tool", key.tool, "reason", string(key.reason), "events", n)
	}
	return errors.Join(errs...)
}

func (r *refusals) close() error {
	r.once.Do(func() { close(r.stop) })
	<-r.stopped
	return r.write()
}
