package pages

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// compressed gzips what next answers, if the browser takes it.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		z := gzip.NewWriter(w)
		w.Header().Set("Content-Encoding", "gzip")
		next.ServeHTTP(&gzipped{w, z}, r)
		_ = z.Close()
	})
}

type gzipped struct {
	http.ResponseWriter
	z io.Writer
}

func (g *gzipped) Write(b []byte) (int, error) { return g.z.Write(b) }

func (g *gzipped) WriteHeader(code int) {
	g.Header().Del("Content-Length")
	g.ResponseWriter.WriteHeader(code)
}
