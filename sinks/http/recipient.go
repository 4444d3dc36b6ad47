package httpsink

import (
	"net/url"
	"strings"
)

// Recipient returns the host that events are posted to, for a notice or a status
// command: "telemetry.example.org", or "telemetry.example.org:8443" if the port
// is not the scheme's own. It holds nothing else of the URL. For a nil Sink, and
// the zero one, it is empty.
func (s *Sink) Recipient() string {
	if !s.usable() {
		return ""
	}
	return s.poster.Recipient()
}

// Recipient returns the host that bodies are posted to, as [Sink.Recipient] does.
// For a nil Poster, and the zero one, it is empty.
func (p *Poster) Recipient() string {
	if p == nil || p.state == nil {
		return ""
	}
	return recipientOf(p.state().endpoint)
}

func recipientOf(u *url.URL) string {
	switch port := u.Port(); {
	case port == "", u.Scheme == "https" && port == "443", u.Scheme == "http" && port == "80":
		// Not u.Hostname(), which takes the brackets off an IPv6 address.
		return strings.TrimSuffix(u.Host, ":"+port)
	default:
		return u.Host
	}
}
