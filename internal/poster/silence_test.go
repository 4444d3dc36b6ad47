package poster_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/internal/wholetest"
)

// childURL, when set, makes this binary post to it instead of running tests: what
// net/http logs goes to the standard error of a process.
const childURL = "POSTER_TEST_POST_TO"

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		postForAWhile(url)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// postForAWhile posts several times, with pauses in which a receiver can talk, and
// prints to standard output alone.
func postForAWhile(url string) {
	var client *http.Client
	if os.Getenv("POSTER_TEST_CALLERS_CLIENT") != "" {
		client = &http.Client{Transport: &http.Transport{}}
	}
	p, err := poster.New(poster.Config{Name: "mysink", Endpoint: url, Timeout: 10 * time.Second, Client: client})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range posts() {
		_, err := p.Post(context.Background(), poster.Request{ContentType: "text/plain", Body: []byte("x")})
		fmt.Println(err)
		time.Sleep(5 * time.Millisecond)
	}
}

// posts is how often a child posts.
func posts() int { return wholetest.Of(5, 20) }

func TestReceiverCannotPrint(t *testing.T) {
	const yes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
	const noBody = "HTTP/1.1 204 No Content\r\n\r\n"
	say := func(conn net.Conn, texts ...string) {
		for _, text := range texts {
			_, _ = io.WriteString(conn, text)
			time.Sleep(2 * time.Millisecond)
		}
	}
	servers := map[string]struct {
		talk          func(net.Conn)
		callersClient bool // false where what comes before the request is that client's
		answered      bool // the child's requests succeed
	}{
		"bytes right after the answer": {func(c net.Conn) { readSome(c); say(c, yes+"pl4nted\r\n") }, true, true},
		"bytes after no body":          {func(c net.Conn) { readSome(c); say(c, noBody+"pl4nted\r\n") }, true, true},
		"bytes a moment later":         {func(c net.Conn) { readSome(c); say(c, yes, "pl4nted\r\n", "pl4nted\r\n") }, true, true},
		"a second answer":              {func(c net.Conn) { readSome(c); say(c, yes+yes, yes) }, true, true},
		"keep-alive, and bytes": {func(c net.Conn) {
			readSome(c)
			say(c, "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", "pl4nted")
		}, true, true},
		"bytes before the request":  {func(c net.Conn) { say(c, "pl4nted\r\n"); readSome(c) }, false, false},
		"an answer before the rest": {func(c net.Conn) { say(c, yes); readSome(c) }, false, true},
		"HTTP/2": {func(c net.Conn) {
			say(c, "\x00\x00\x00\x04\x00\x00\x00\x00\x00", "\x00\x00\x07\x00\x00\x00\x00\x00\x01pl4nted")
			readSome(c)
		}, false, false},
		"nothing":         {func(c net.Conn) { readSome(c) }, true, false},
		"a strange frame": {func(c net.Conn) { readSome(c); say(c, "HTTP/9.9 pl4nted\r\n") }, true, false},
		"switching": {func(c net.Conn) {
			readSome(c)
			say(c, "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "pl4nted")
		}, true, false},
		"hints": {func(c net.Conn) { readSome(c); say(c, "HTTP/1.1 103 Early\r\nLink: pl4nted\r\n\r\n", yes) }, true, true},
		"a bad cookie": {func(c net.Conn) {
			readSome(c)
			say(c, "HTTP/1.1 200 OK\r\nSet-Cookie: a=\"pl4nted\"; Domain=..\r\nContent-Length: 0\r\n\r\n")
		}, true, true},
		"chunks with a trailer": {func(c net.Conn) {
			readSome(c)
			say(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\nok\r\n0\r\nX: pl4nted\r\n\r\n", "pl4nted")
		}, true, true},
	}
	schemes := []bool{false, true}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		schemes = schemes[:1] // no variable makes a process trust a certificate there
	}
	certificate, roots := selfSigned(t)
	for name, tt := range servers {
		for _, secure := range schemes {
			for _, callers := range []bool{false, true} {
				if callers && !tt.callersClient {
					continue
				}
				t.Run(fmt.Sprintf("%s/TLS %v/caller's client %v", name, secure, callers), func(t *testing.T) {
					t.Parallel()
					url := rawServer(t, certificate, secure, tt.talk)
					stdout, stderr := runChild(t, url, roots, callers)
					if stderr != "" {
						t.Errorf("the process printed: %s", stderr)
					}
					if yes := strings.Count(stdout, "<nil>"); (yes == posts()) != tt.answered || strings.Contains(stdout, "pl4nted") {
						t.Errorf("%d of %d requests succeeded: %s", yes, posts(), stdout)
					}
				})
			}
		}
	}
}

func runChild(t *testing.T, url, roots string, callers bool) (stdout, stderr string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childURL+"="+url, "SSL_CERT_FILE="+roots)
	if callers {
		cmd.Env = append(cmd.Env, "POSTER_TEST_CALLERS_CLIENT=1")
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return out.String(), errs.String()
}

func readSome(conn net.Conn) { _, _ = conn.Read(make([]byte, 4096)) }

// rawServer talks to each connection below the level at which net/http keeps a
// server correct.
func rawServer(t *testing.T, certificate tls.Certificate, secure bool, talk func(net.Conn)) (url string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url = "http://" + l.Addr().String()
	if secure {
		url = "https://" + l.Addr().String()
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				talk(conn)
			}()
		}
	}()
	return url
}

// selfSigned returns the certificate of httptest, and a file that makes a process
// trust it where certificates come from files.
func selfSigned(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	path := t.TempDir() + "/roots.pem"
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Certificate().Verify(x509.VerifyOptions{Roots: func() *x509.CertPool {
		pool := x509.NewCertPool()
		pool.AddCert(server.Certificate())
		return pool
	}(), DNSName: "127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	return server.TLS.Certificates[0], path
}
