package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

// do runs the program until it ends.
func do(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func TestWhatWouldShowOrTakeInTheOpenIsRefused(t *testing.T) {
	hash, err := bcrypt.GenerateFromPassword([]byte("a password of some length"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string // in the error; "" is allowed
	}{
		{[]string{"--tools", "a"}, ""},
		{[]string{"--tools", "a, b-2,_c/d.E"}, ""},
		{[]string{"--tools", "a,secret beta"}, "separate names by commas"},
		{[]string{"--tools", "a;b"}, "separate names by commas"},
		{nil, "--tools"},
		{[]string{"--accept-any", "--listen", "[::1]:0"}, ""},
		{[]string{"--accept-any", "--listen", "0.0.0.0:8484"}, "--tls-cert"},
		{[]string{"--accept-any", "--listen", ":8484"}, "--tls-cert"},
		{[]string{"--accept-any", "--listen", "example.org:8484"}, "--tls-cert"},
		{[]string{"--accept-any", "--listen", "8484"}, "host:port"},
		{[]string{"--accept-any", "--listen", ":8484", "--behind-proxy"}, "--password-hash"},
		{[]string{"--accept-any", "--behind-proxy"}, "--password-hash"},
		{[]string{"--accept-any", "--listen", ":8484", "--behind-proxy", "--password-hash", "secret"}, "not a bcrypt hash"},
		{[]string{"--accept-any", "--listen", ":8484", "--behind-proxy", "--password-hash", string(hash)}, ""},
		{[]string{"--accept-any", "--listen", ":8484", "--behind-proxy", "--public-pages"}, ""},
		{[]string{"--accept-any", "--public-pages", "--password-hash", string(hash)}, "contradict"},
		{[]string{"--accept-any", "--listen", ":8484", "--tls-cert", "x"}, "belong together"},
		{[]string{"--accept-any", "--listen", ":8484", "--tls-cert", "x", "--tls-key", "y", "--public-pages"}, ""},
		{[]string{"--accept-any", "--keep-events", "7"}, "31 days"},
	} {
		var s serveFlags
		flags := newFlags("serve", io.Discard)
		s.define(flags)
		if err := parse(flags, c.args, nil); err != nil {
			t.Fatal(c.args, err)
		}
		err := s.check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%v: the error has the value", c.args)
		}
	}
}

func TestAVariableIsUsedWhereAFlagIsNotGiven(t *testing.T) {
	var s serveFlags
	flags := newFlags("serve", io.Discard)
	s.define(flags)
	environ := []string{"OPTIN_SERVER_TOOLS=a, b", "OPTIN_SERVER_DATA=elsewhere", "OPTIN_SERVER_KEEP_EVENTS=60", "HOME=/"}
	if err := parse(flags, []string{"--data", "here"}, environ); err != nil {
		t.Fatal(err)
	}
	tools, err := s.takes()
	if err != nil || s.data != "here" || s.keepEvents != 60 || len(tools) != 2 || tools[0].Name != "a" || tools[1].Name != "b" {
		t.Errorf("%+v %v %v", s, tools, err)
	}
}

func TestAVariableThatSetsNothingIsRefused(t *testing.T) {
	for _, c := range []struct{ command, entry, want string }{
		{"serve", "KEEP_EVENT=secret", "KEEP_EVENT sets no flag of optin-server serve; did you mean OPTIN_SERVER_KEEP_EVENTS?"},
		{"serve", "TOOL=secret", "did you mean OPTIN_SERVER_TOOLS?"},
		{"serve", "PASSWORD=secret", "did you mean OPTIN_SERVER_PASSWORD_HASH?"},
		{"serve", "KEPE_ROLLUPS=secret", "did you mean OPTIN_SERVER_KEEP_ROLLUPS?"},
		{"serve", "PORT=8484", "PORT sets no flag"},
		{"check", "DATE=secret", "did you mean OPTIN_SERVER_DATA?"},
		{"serve", "KEEP_EVENTS=many", "OPTIN_SERVER_KEEP_EVENTS holds no valid value for --keep-events: use a whole number such as 90"},
		{"serve", "ACCEPT_ANY=maybe", "OPTIN_SERVER_ACCEPT_ANY holds no valid value for --accept-any: use true or false"},
		{"check", "LISTEN=:8484", ""}, // set for the container
		{"serve", "PORT=tcp://10.0.0.1:8484", ""},
		{"serve", "PORT_8484_TCP_ADDR=10.0.0.1", ""},
		{"serve", "SERVICE_HOST=10.0.0.1", ""},
	} {
		var errs strings.Builder
		flags := newFlags(c.command, &errs)
		if c.command == "serve" {
			new(serveFlags).define(flags)
		} else {
			flags.String("data", "", "")
		}
		err := parse(flags, nil, []string{variablePrefix + c.entry})
		if said := errs.String(); (err == nil) != (c.want == "") || !strings.Contains(said, c.want) || strings.Contains(said, "secret") {
			t.Errorf("%s %s: %v, %q, want %q", c.command, c.entry, err, said, c.want)
		}
	}
}

// start serves until the test ends, and returns the address and what was logged.
func start(t *testing.T, s serveFlags) (address string, stop func() (string, error)) {
	t.Helper()
	if s.keepEvents == 0 {
		s.keepEvents, s.keepRollups = 90, 400
	}
	if s.listen == "" {
		s.listen = "127.0.0.1:0"
	}
	ctx, cancel := context.WithCancel(t.Context())
	var log bytes.Buffer
	ready, done := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		done <- s.serve(ctx, slog.New(slog.NewJSONHandler(&log, nil)), func(a net.Addr) { ready <- a })
	}()
	stop = func() (string, error) {
		cancel()
		err := <-done
		done <- nil
		return log.String(), err
	}
	select {
	case a := <-ready:
		t.Cleanup(func() { _, _ = stop() })
		return a.String(), stop
	case err := <-done:
		t.Fatal(err)
		return "", nil
	}
}

func fetch(t *testing.T, client *http.Client, url, password string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if password != "" {
		r.SetBasicAuth("", password)
	}
	return answerTo(t, client, r)
}

func answerTo(t *testing.T, client *http.Client, r *http.Request) (code int, body string) {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestServeShowsPagesAndStopsWhenTold(t *testing.T) {
	dir := t.TempDir()
	address, stop := start(t, serveFlags{data: dir, acceptAny: true})
	if code, body := fetch(t, http.DefaultClient, "http://"+address+"/", ""); code != http.StatusOK || !strings.Contains(body, "curl http://"+address+"/v1/events") {
		t.Errorf("%d %s", code, body)
	}
	event := `{"name":"command.invoke","tool":"mytool","tool_version":"v1.0.0","machine_id":"1","timestamp_utc":"` + time.Now().UTC().Format(time.RFC3339) + `","attrs":{"command":"status","outcome":"ok"}}`
	for path, body := range map[string]string{"/v1/events": event, "/v1/events/deletions": `{"tool":"mytool","machine_id":"2"}`} {
		response, err := http.Post("http://"+address+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode >= 300 {
			t.Errorf("%s: %s", path, response.Status)
		}
	}
	if code, body := fetch(t, http.DefaultClient, "http://"+address+"/", ""); code != http.StatusOK || !strings.Contains(body, "<dt>Active today</dt><dd>1</dd>") {
		t.Errorf("the event is not on the page: %d %s", code, body)
	}
	for _, path := range []string{"/healthz", "/metrics"} {
		if code, body := fetch(t, http.DefaultClient, "http://"+address+path, ""); code != http.StatusOK {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if code, _, errs := do(t, "", "delete", "--data", dir, "--tool", "a", "--machine", "b"); code != 1 || !strings.Contains(errs, "the server is running") {
		t.Errorf("delete beside a server: %d %s", code, errs)
	}
	log, err := stop()
	if err != nil || !strings.Contains(log, `"msg":"stopped"`) {
		t.Errorf("%v\n%s", err, log)
	}
	if strings.Contains(log, "remote") {
		t.Errorf("the log has addresses: %s", log)
	}
}

func TestAnotherHostsPageIsNotAnswered(t *testing.T) {
	address, _ := start(t, serveFlags{data: t.TempDir(), acceptAny: true})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "attacker.example"
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("%d", response.StatusCode)
	}
}

func TestPagesWantThePasswordOverTLS(t *testing.T) {
	code, hash, _ := do(t, "a password of some length\n", "password")
	if code != 0 {
		t.Fatal("no hash")
	}
	if code, _, errs := do(t, "short\n", "password"); code != 1 || strings.Contains(errs, "short") {
		t.Errorf("a short password: %d %s", code, errs)
	}
	cert, key, pool := selfSigned(t)
	address, _ := start(t, serveFlags{data: t.TempDir(), acceptAny: true, passwordHash: strings.TrimSpace(hash), tlsCert: cert, tlsKey: key})
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	for password, want := range map[string]int{"": 401, "a wrong password": 401, "a password of some length": 200} {
		for range 2 {
			if code, _ := fetch(t, client, "https://"+address+"/versions", password); code != want {
				t.Errorf("%q: %d, want %d", password, code, want)
			}
		}
	}
}

func TestPublicPagesAreShownAndChangeNothing(t *testing.T) {
	address, _ := start(t, serveFlags{data: t.TempDir(), acceptAny: true, behindProxy: true, publicPages: true})
	for _, path := range []string{"/", "/versions", "/health", "/q/now.csv"} {
		if code, _ := fetch(t, http.DefaultClient, "http://"+address+path, ""); code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
		response, err := http.Post("http://"+address+path, "application/json", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", path, response.StatusCode)
		}
	}
}

func selfSigned(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(cert, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), 0o600); err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return cert, key, pool
}

func TestAStoreIsCheckedCopiedAndAMachineDeleted(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, machine := range []string{"one", "two"} {
		_, err := s.Ingest(t.Context(), []store.Arrived{{At: time.Now(), Event: telemetry.Event{
			Name: "command.invoke", Tool: "mytool", ToolVersion: "v1.0.0", MachineID: machine, TimestampUTC: time.Now().UTC(),
		}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	busy, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	to := filepath.Join(t.TempDir(), "copy.db")
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"check", "--data", dir}, 0, "sound: 2 events of 2 machines"},
		{[]string{"backup", "--data", dir}, 1, "--to is required"},
		{[]string{"backup", "--data", dir, "--to", to}, 0, "written to"},
		{[]string{"backup", "--data", dir, "--to", to}, 1, "exists"},
		{[]string{"delete", "--data", dir, "--tool", "mytool"}, 1, "required"},
		{[]string{"delete", "--data", dir, "--tool", "mytool", "--machine", "one"}, 0, "deleted from the store"},
		{[]string{"check", "--data", dir}, 0, "sound: 1 events of 1 machines"},
		{[]string{"check", "--data", t.TempDir()}, 1, "there is no store"},
		{[]string{"check", "more"}, 2, "takes no argument"},
		{[]string{"serve", "--nothing"}, 2, "not defined"},
		{[]string{"serve", "--keep-events", "90d"}, 2, "-keep-events: use a whole number such as 90"},
		{[]string{"serve", "--keep-rollups", "1.5"}, 2, "-keep-rollups: use a whole number such as 400"},
		{[]string{"serve", "--accept-any=maybe"}, 2, "-accept-any: use true or false"},
		{[]string{"demo", "--machines", "many"}, 2, "-machines: use a whole number such as 600"},
		{[]string{"demo", "--days", "1w"}, 2, "-days: use a whole number such as 90"},
		{[]string{"serve", "--tool", "x"}, 2, "optin-server serve -h lists the flags"},
		{[]string{"serve", "-h"}, 0, "--accept-any"},
		{[]string{"serve", "--declared", dir + "/none.json"}, 1, "none.json"},
		{[]string{"serve", "--accept-any", "--data", dir, "--listen", "127.0.0.1:99999"}, 1, "choose another address with --listen"},
		{[]string{"serve", "--accept-any", "--data", dir, "--listen", busy.Addr().String()}, 1, "choose another address with --listen"},
		{[]string{"serve", "--accept-any", "--data", filepath.Join(dir, store.FileName), "--listen", "127.0.0.1:0"}, 1, "store in "},
		{[]string{"demo", "--machines", "0"}, 1, "1 or more"},
		{[]string{"nothing"}, 2, `there is no command "nothing"`},
		{[]string{"help"}, 0, "usage"},
		{[]string{"demo", "--listen", "0.0.0.0:0"}, 1, "for this machine"},
	} {
		if code, out, errs := do(t, "", c.args...); code != c.code || !strings.Contains(out+errs, c.want) {
			t.Errorf("%v: %d %s%s, want %d %s", c.args, code, out, errs, c.code, c.want)
		}
	}
}

func TestTheDemonstrationShowsItsPagesAndLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, in := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, []string{"demo", "--listen", "127.0.0.1:0", "--machines", "20", "--days", "30"}, nil, in, io.Discard)
	}()
	said := make([]byte, 0, 512)
	address := regexp.MustCompile(`http://\S+`)
	for address.Find(said) == nil || !bytes.Contains(said, []byte("Ctrl-C")) {
		buffer := make([]byte, 256)
		n, err := out.Read(buffer)
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, buffer[:n]...)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if code, body := fetch(t, http.DefaultClient, string(address.Find(said)), ""); code != http.StatusOK || !strings.Contains(body, "made-up data") {
		t.Errorf("%d %s", code, body)
	}
	cancel()
	if code := <-done; code != 0 {
		t.Errorf("code %d", code)
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
