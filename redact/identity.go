package redact

import (
	"os"
	"slices"
	"strings"
	"sync"
)

// identity is what this machine and its user are called.
type identity struct {
	home  string
	names []string // in lower case, longest first
	// starts tells with which bytes, in either case, the names and home begin.
	starts [256]bool
}

// local returns the identity of this process, which is read once, when the
// first text asks for it.
var local = sync.OnceValue(func() *identity {
	home, _ := os.UserHomeDir()
	host, _ := os.Hostname()
	return newIdentity(home, host, os.Getenv("USER"), os.Getenv("LOGNAME"), os.Getenv("USERNAME"), os.Getenv("HOSTNAME"), os.Getenv("COMPUTERNAME"))
})

// newIdentity keeps of home, host and names what tells this user from others.
func newIdentity(home, host string, names ...string) *identity {
	id := &identity{}
	home = strings.TrimRight(home, `/\`)
	if len(home) >= 3 && strings.ContainsAny(home, `/\`) {
		id.home = home
		id.add(home[strings.LastIndexAny(home, `/\`)+1:])
	}
	id.add(host)
	label, _, _ := strings.Cut(host, ".")
	id.add(label)
	for _, name := range names {
		id.add(name)
	}
	for _, name := range id.names {
		id.starts[name[0]] = true
		if is(name[0], lower) {
			id.starts[name[0]-'a'+'A'] = true
		}
	}
	if id.home != "" {
		id.starts[id.home[0]] = true
	}
	return id
}

func (id *identity) add(name string) {
	name = lowerASCII(strings.TrimSpace(name))
	if len(name) < 3 || commonName(name) || strings.Contains(name, placeholder) || strings.Trim(name, "0123456789.-_") == "" {
		return
	}
	at := len(id.names)
	for i, known := range id.names {
		if known == name {
			return
		}
		if at == len(id.names) && len(known) < len(name) {
			at = i
		}
	}
	id.names = append(id.names, "")
	copy(id.names[at+1:], id.names[at:])
	id.names[at] = name
}

// known tells whether s, in lower case, is one of the names.
func (id *identity) known(s string) bool {
	return slices.Contains(id.names, s)
}
