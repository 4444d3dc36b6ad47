package door

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// maxRates is how many addresses are limited apart; the others share one limit.
const maxRates = 20_000

// rates limits how often an address may ask. It keeps of each, in memory alone, the
// time at which what it asked so far would have been asked at the rate that is
// allowed.
type rates struct {
	every time.Duration // 0 limits none
	burst time.Duration

	mu sync.Mutex
	at map[netip.Addr]time.Time
}

func newRates(perSecond, burst int) *rates {
	if perSecond < 0 {
		return &rates{}
	}
	every := time.Second / time.Duration(perSecond)
	return &rates{every: every, burst: time.Duration(burst) * every, at: map[netip.Addr]time.Time{}}
}

// wait counts a request, or returns after how long it may come again. An address
// that is not valid is not limited.
func (l *rates) wait(address netip.Addr, now time.Time) time.Duration {
	if l.every == 0 || !address.IsValid() {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.at[address]; !known && len(l.at) >= maxRates {
		l.forget(now)
		if len(l.at) >= maxRates {
			address = netip.Addr{}
		}
	}
	at := l.at[address]
	if at.Before(now) {
		at = now
	}
	if wait := at.Sub(now) + l.every - l.burst; wait > 0 {
		return wait
	}
	l.at[address] = at.Add(l.every)
	return 0
}

// forget removes addresses that are not limited any more.
func (l *rates) forget(now time.Time) {
	for address, at := range l.at {
		if at.Before(now) {
			delete(l.at, address)
		}
	}
}

// senderOf returns whom to limit: an IPv4 address, or the network of an IPv6
// address, of which a sender has very many. It is not valid for this machine.
func senderOf(r *http.Request, behindProxy bool) netip.Addr {
	text, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		text = r.RemoteAddr
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); behindProxy && len(forwarded) > 0 {
		all := strings.Split(forwarded[len(forwarded)-1], ",")
		text = strings.TrimSpace(all[len(all)-1])
	}
	address, err := netip.ParseAddr(text)
	if err != nil || address.Unmap().IsLoopback() {
		return netip.Addr{}
	}
	address = address.Unmap().WithZone("")
	if address.Is6() {
		network, _ := address.Prefix(64) // which every IPv6 address has
		address = network.Addr()
	}
	return address
}
