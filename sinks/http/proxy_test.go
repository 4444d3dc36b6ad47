package httpsink_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// childURL, when set, makes this binary post one event to it instead of running
// tests: net/http reads the variables of the proxy once in a process.
const childURL = "HTTPSINK_TEST_POST_TO"

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		os.Exit(postOnce(url))
	}
	os.Exit(m.Run())
}

func postOnce(url string) int {
	cfg := httpsink.Config{Endpoint: url, AllowInsecure: true, BearerToken: planted, Timeout: time.Minute}
	if os.Getenv("HTTPSINK_TEST_OWN_CLIENT") != "" {
		cfg.Client = &http.Client{Transport: &http.Transport{}}
	}
	sink, err := httpsink.New(cfg)
	if err == nil {
		err = sink.Emit(context.Background(), telemetry.Event{Name: "e", Tool: "mytool"})
	}
	fmt.Println(err, errors.Is(err, telemetry.ErrRejected))
	return 0
}

// proxyFor starts a proxy that refuses everything, and returns what it was asked
// for.
func proxyFor(t *testing.T) (address string, asked func() []string) {
	var hosts []string
	r := newReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		hosts = append(hosts, req.Method+" "+req.Host)
		w.WriteHeader(http.StatusProxyAuthRequired)
	})
	return strings.TrimPrefix(r.URL, "http://"), func() []string { r.Close(); return hosts }
}

// nobody is a host that no name server has to be asked for: the first part of its
// name is longer than one can be.
var nobody = strings.Repeat("x", 64) + ".invalid"

func TestProxyVariablesAreTheClients(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	direct := newReceiver(t, nil)
	tests := []struct {
		name, url string
		env       []string
		asked     string
		output    string
	}{
		{"https", "https://" + nobody + "/" + planted, []string{"HTTPS_PROXY=PROXY"}, "CONNECT " + nobody + ":443", "the request failed false"},
		{"plain http", "http://" + nobody + "/" + planted, []string{"HTTP_PROXY=PROXY"}, "POST " + nobody, "status 407 Proxy Authentication Required true"},
		{"other variable", "https://" + nobody, []string{"HTTP_PROXY=PROXY"}, "", "cannot be resolved false"},
		{"NO_PROXY", "https://" + nobody, []string{"HTTPS_PROXY=PROXY", "NO_PROXY=" + nobody}, "", "cannot be resolved false"},
		{"this machine", direct.URL, []string{"HTTP_PROXY=PROXY", "HTTPS_PROXY=PROXY"}, "", "<nil> false"},
		{"a caller's client without a proxy", "https://" + nobody, []string{"HTTPS_PROXY=PROXY", "HTTPSINK_TEST_OWN_CLIENT=1"}, "", "cannot be resolved false"},
		{"a variable that is no URL", "https://" + nobody, []string{"HTTPS_PROXY=http://" + planted + ":" + planted + "@%zz"}, "", "cannot be resolved false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address, asked := proxyFor(t)
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Env = []string{childURL + "=" + tt.url}
			for _, kv := range os.Environ() {
				if name, _, _ := strings.Cut(kv, "="); !strings.HasSuffix(strings.ToUpper(name), "_PROXY") {
					cmd.Env = append(cmd.Env, kv)
				}
			}
			for _, kv := range tt.env {
				cmd.Env = append(cmd.Env, strings.Replace(kv, "PROXY=PROXY", "PROXY=http://user:"+planted+"@"+address, 1))
			}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got := strings.Join(asked(), ", "); got != tt.asked {
				t.Errorf("the proxy was asked for %q, want %q", got, tt.asked)
			}
			if text := strings.TrimSpace(string(out)); !strings.HasSuffix(text, tt.output) || strings.Contains(text, planted) {
				t.Errorf("the child says %q, want %q at its end and no secret", text, tt.output)
			}
		})
	}
}
