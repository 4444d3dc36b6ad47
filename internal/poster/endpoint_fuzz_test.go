package poster

import (
	"net"
	"strings"
	"testing"
	"unicode"
)

// What is allowed is https, or http to this machine, and has nothing in it that a log or
// a header could obey. An error repeats nothing.
func FuzzEndpoint(f *testing.F) {
	for _, text := range []string{
		"https://example.org/v1/events", "http://127.0.0.1:8080", "http://localhost/", "http://loCAlhosT", "http://[::1%25lo]", "http://[::1]:1/x?y=z", "http://example.org",
		"https://user:pass@example.org", "https://", "ftp://example.org", "https://example.org/#x", "https://example.org:99999", "https://a%C2%9Bb/", "https://127.1/",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := parseEndpoint(text, false)
		if err != nil {
			if len(text) > 12 && strings.Contains(err.Error(), text) {
				t.Errorf("the error repeats it: %v", err)
			}
			return
		}
		host, _, _ := strings.Cut(strings.ToLower(u.Hostname()), "%") // an address's zone names no machine
		local := host == "localhost" || net.ParseIP(host).IsLoopback()
		if u.Scheme != "https" && (u.Scheme != "http" || !local) || u.User != nil || u.Hostname() == "" || u.Fragment != "" {
			t.Errorf("allowed: %q", u)
		}
		if strings.ContainsFunc(u.String()+u.Host, unicode.IsControl) {
			t.Errorf("it holds a control character: %q", u)
		}
	})
}
