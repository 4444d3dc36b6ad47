package poster

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// ownHeaders are the headers that the Poster or net/http sets. A caller's value
// could contradict the body, or change where a message ends.
var ownHeaders = []string{
	"Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Host",
	"Idempotency-Key", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent",
}

var (
	errHeaderName      = errors.New("Config.Headers has a name that HTTP does not allow; use letters, digits and -")
	errBearerToken     = errors.New("Config.BearerToken has a line break or another control character; trim it")
	errUserAgent       = errors.New("Config.UserAgent has a line break or another control character; remove it")
	errTwoTokens       = errors.New("Config.BearerToken and an Authorization in Config.Headers are both set; keep one")
	errHeadersTooLarge = errors.New("Config.Headers, BearerToken and UserAgent have more than 16 KiB; receivers refuse that")
)

const maxHeaderBytes = 16 << 10

// requestHeader returns the headers that all requests share.
func requestHeader(cfg Config) (http.Header, error) {
	h := http.Header{
		// An answer is a few bytes, and an uncompressed one cannot be a bomb.
		"Accept-Encoding": {"identity"},
		"User-Agent":      {cfg.UserAgent},
	}
	if strings.ContainsFunc(cfg.UserAgent, isControl) {
		return nil, errUserAgent
	}
	size := len(cfg.UserAgent) + len(cfg.BearerToken)
	if cfg.BearerToken != "" {
		if strings.ContainsFunc(cfg.BearerToken, isControl) {
			return nil, errBearerToken
		}
		h["Authorization"] = []string{"Bearer " + cfg.BearerToken}
	}
	for name, value := range cfg.Headers {
		if cfg.BearerToken != "" && strings.EqualFold(name, "Authorization") {
			return nil, errTwoTokens
		}
		if err := addHeader(h, name, value); err != nil {
			return nil, err
		}
		size += len(name) + len(value)
	}
	if size > maxHeaderBytes {
		return nil, errHeadersTooLarge
	}
	return h, nil
}

func addHeader(h http.Header, name string, value string) error {
	if !isToken(name) {
		return errHeaderName
	}
	name = http.CanonicalHeaderKey(name)
	if slices.Contains(ownHeaders, name) {
		return fmt.Errorf("Config.Headers has %s, which the sink sets itself; remove it", name)
	}
	if _, ok := h[name]; ok {
		return fmt.Errorf("Config.Headers has %s twice, in different letter case; remove one", name)
	}
	if strings.ContainsFunc(value, func(r rune) bool { return isControl(r) && r != '\t' }) {
		return fmt.Errorf("Config.Headers: the value of %s has a line break or another control character; trim it", name)
	}
	h[name] = []string{value}
	return nil
}

// isToken reports whether s is a token as HTTP defines it, which the name of a
// header must be.
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		isAlphanumeric := '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
		if !isAlphanumeric && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}
