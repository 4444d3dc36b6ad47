package catalog

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/optin-go/optin/telemetry"
)

// Commands is an [Attribute] whose value is the name of one of the tool's own
// commands. The names are not a part of the declaration: a release that adds a
// command records nothing of a new kind, and its user need not be asked again.
type Commands struct{ declaration }

// Commands declares an attribute whose value is the name of one of the tool's own
// commands. [Commands.Allow] says which these are. The purpose says why it is
// collected.
func (c *Catalog) Commands(key, purpose string) *Commands {
	a := &Commands{declaration{kind: KindCommands, key: key, purpose: purpose, commands: &commandSet{}}}
	c.declare(&a.declaration)
	return a
}

// Allow adds names of commands, such as "remote add", to those that may be
// recorded. It may be called at any time, also while events are recorded: the
// catalog knows them at once. Empty names are left out.
// Names must come from the tool's tree of commands, never from what a user typed.
// On a nil Commands it does nothing.
func (a *Commands) Allow(paths ...string) {
	if a != nil {
		a.commands.add(paths)
	}
}

// Of returns the attribute with the given name. Of does not check it:
// [Catalog.Check] refuses a name that is not allowed. A nil Commands returns an
// attribute without a key, which a Recorder refuses.
func (a *Commands) Of(path string) telemetry.Attr {
	if a == nil {
		return telemetry.Attr{}
	}
	return a.of(path)
}

// commandSet is read for every event and changes at start-up, if at all then. So
// readers take no lock, and a change replaces the map.
type commandSet struct {
	mu      sync.Mutex
	current atomic.Pointer[map[string]struct{}]
}

func (s *commandSet) add(paths []string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	next := map[string]struct{}{}
	if old := s.current.Load(); old != nil {
		maps.Copy(next, *old)
	}
	for _, p := range paths {
		if p != "" {
			next[p] = struct{}{}
		}
	}
	s.current.Store(&next)
}

func (s *commandSet) has(path string) bool {
	set := s.current.Load()
	if set == nil {
		return false
	}
	_, ok := (*set)[path]
	return ok
}
