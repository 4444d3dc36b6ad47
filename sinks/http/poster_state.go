package httpsink

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

	"github.com/optin-go/optin/telemetry"
)

// gzipFrom is the size of a body from which gzip gains more than it costs.
const gzipFrom = 1 << 10

// gzipLevel takes half the time of the default level for bodies a twentieth
// larger. With the fastest level they are a fifth larger, and a writer is half a
// megabyte larger too.
const gzipLevel = 3

// posterState is what a Poster hides.
type posterState struct {
	kind     telemetry.ErrorKind
	op       string // names the package, scheme and host, and no more of the URL
	endpoint *url.URL
	header   http.Header
	timeout  time.Duration
	client   *http.Client
	gzips    sync.Pool // of *gzip.Writer, each of which is 800 KB
}

func newPosterState(cfg PosterConfig) (*posterState, error) {
	switch {
	case cfg.Name == "":
		return nil, errName
	case cfg.Kind == "":
		return nil, errKind
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
	return &posterState{
		kind:     cfg.Kind,
		op:       fmt.Sprintf("%s: post to %s://%s", cfg.Name, endpoint.Scheme, endpoint.Host),
		endpoint: endpoint,
		header:   header,
		timeout:  cfg.Timeout,
		client:   clientFrom(cfg.Client),
	}, nil
}

func (s *posterState) post(ctx context.Context, r Request) (Answer, error) {
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
	return readAnswer(ctx, resp)
}

func (s *posterState) newRequest(ctx context.Context, r Request) (*http.Request, error) {
	body, encoding := r.Body, ""
	if len(body) > gzipFrom {
		body, encoding = s.gzip(body), "gzip"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	// Without this, net/http sends a body a second time when a connection breaks.
	req.GetBody = nil
	req.Header = s.header.Clone()
	req.Header.Set("Content-Type", r.ContentType)
	if encoding != "" {
		req.Header.Set("Content-Encoding", encoding)
	}
	if r.IdempotencyKey != "" {
		req.Header.Set("Idempotency-Key", r.IdempotencyKey)
	}
	return req, nil
}

func (s *posterState) gzip(body []byte) []byte {
	// Events are alike, so that gzip leaves a tenth of them.
	buf := bytes.NewBuffer(make([]byte, 0, len(body)/8))
	w, ok := s.gzips.Get().(*gzip.Writer)
	if ok {
		w.Reset(buf)
	} else {
		w, _ = gzip.NewWriterLevel(buf, gzipLevel) // fails for a level that is none
	}
	// Writing to a bytes.Buffer does not fail.
	_, _ = io.Copy(w, bytes.NewReader(body))
	_ = w.Close()
	s.gzips.Put(w)
	return buf.Bytes()
}
