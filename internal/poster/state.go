package poster

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// gzipFrom is the size in bytes from which gzip saves more than it costs.
const gzipFrom = 1 << 10

// gzipLevel takes half the time of the default level, for bodies a twentieth
// larger. The fastest level makes bodies a fifth larger, and its writer takes
// half a megabyte more.
const gzipLevel = 3

// state is the hidden content of a Poster.
type state struct {
	op       string // the package, and the scheme and host of the URL
	endpoint *url.URL
	header   http.Header
	timeout  time.Duration
	client   *http.Client
	gzips    sync.Pool // of *gzip.Writer, each of which is 800 KB

	heedsRetryAfter bool
}

func newState(cfg Config) (*state, error) {
	switch {
	case cfg.Name == "":
		return nil, errName
	case cfg.Timeout <= 0:
		return nil, errTimeout
	}
	endpoint, err := parseEndpoint(cfg.Endpoint, cfg.AllowInsecure)
	if err != nil {
		return nil, err
	}
	header, err := requestHeader(cfg)
	if err != nil {
		return nil, err
	}
	return &state{
		op:       fmt.Sprintf("%s: post to %s://%s", cfg.Name, endpoint.Scheme, endpoint.Host),
		endpoint: endpoint,
		header:   header,
		timeout:  cfg.Timeout,
		client:   clientFrom(cfg.Client),

		heedsRetryAfter: cfg.HeedsRetryAfter,
	}, nil
}

func (s *state) post(ctx context.Context, r Request) (Answer, error) {
	if err := ctx.Err(); err != nil {
		return Answer{}, transportFailure(ctx, err)
	}
	limited, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	req, err := s.newRequest(limited, r)
	if err != nil {
		return Answer{}, transportFailure(ctx, err)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return Answer{}, transportFailure(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	return s.readAnswer(ctx, resp)
}

func (s *state) newRequest(ctx context.Context, r Request) (*http.Request, error) {
	body, encoding := r.Body, ""
	if len(body) > gzipFrom {
		body, encoding = s.gzip(body), "gzip"
	}
	endpoint := s.endpoint
	if r.Path != "" {
		endpoint = endpoint.JoinPath(r.Path)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	// Without this, net/http repeats the request when a connection breaks.
	req.GetBody = nil
	// Through an idle connection a receiver can make net/http log.
	req.Close = true
	req.Header = s.header.Clone()
	for name, value := range r.Headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("Content-Type", r.ContentType)
	if encoding != "" {
		req.Header.Set("Content-Encoding", encoding)
	}
	if r.IdempotencyKey != "" {
		req.Header.Set("Idempotency-Key", r.IdempotencyKey)
	}
	return req, nil
}

func (s *state) gzip(body []byte) []byte {
	// Events are alike: gzip leaves a tenth of them.
	buf := bytes.NewBuffer(make([]byte, 0, len(body)/8))
	w, ok := s.gzips.Get().(*gzip.Writer)
	if ok {
		w.Reset(buf)
	} else {
		w, _ = gzip.NewWriterLevel(buf, gzipLevel) // fails only for an invalid level
	}
	// Writing to a bytes.Buffer does not fail.
	_, _ = io.Copy(w, bytes.NewReader(body))
	_ = w.Close()
	s.gzips.Put(w)
	return buf.Bytes()
}
