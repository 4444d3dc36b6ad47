package poster

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

const maxEndpointBytes = 2 << 10

var (
	errEndpointMissing  = errors.New("Config.Endpoint is required; set it to the receiver's https URL")
	errEndpointLong     = errors.New("Config.Endpoint is longer than 2048 bytes; keep keys in Config.Headers")
	errEndpointControl  = errors.New("Config.Endpoint has a control character, such as a line break; remove it")
	errEndpointForm     = errors.New("Config.Endpoint is not a URL; write https://host/path")
	errEndpointScheme   = errors.New("Config.Endpoint has a scheme other than https; write https://host/path")
	errEndpointPlain    = errors.New("Config.Endpoint is plain http to another machine; write https, or set Config.AllowInsecure")
	errEndpointHost     = errors.New("Config.Endpoint has no host; write https://host/path")
	errEndpointPort     = errors.New("Config.Endpoint has a port outside 1 to 65535")
	errEndpointUser     = errors.New("Config.Endpoint has a user name or password; use Config.Headers")
	errEndpointFragment = errors.New("Config.Endpoint has a fragment, which is never sent; remove what begins with #")
)

// parseEndpoint returns the URL if it is safe to post events to. Its errors
// hold nothing of the text, which may hold a key.
func parseEndpoint(text string, allowInsecure bool) (*url.URL, error) {
	switch {
	case text == "":
		return nil, errEndpointMissing
	case len(text) > maxEndpointBytes:
		return nil, errEndpointLong
	case strings.ContainsFunc(text, isControl):
		return nil, errEndpointControl
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, errEndpointForm
	}
	switch {
	case u.Scheme == "" && u.Host == "":
		return nil, errEndpointForm
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errEndpointScheme
	case u.User != nil:
		return nil, errEndpointUser
	case u.Hostname() == "":
		return nil, errEndpointHost
	case strings.ContainsFunc(u.Host, isControl): // as %C2%9B, which url.Parse decodes
		return nil, errEndpointControl
	case !validPort(u.Port()):
		return nil, errEndpointPort
	case strings.Contains(text, "#"):
		return nil, errEndpointFragment
	case u.Scheme == "http" && !allowInsecure && !isLoopback(u.Hostname()):
		return nil, errEndpointPlain
	}
	return u, nil
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }

// validPort reports whether port is empty or a valid number. url.Parse has made
// sure that it consists of digits.
func validPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n != 0
}

// isLoopback reports whether host is this machine. It resolves no other names: a
// resolver's answer may change before the events are sent.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
