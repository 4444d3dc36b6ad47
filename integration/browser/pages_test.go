package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// demonstration starts the server's own program.
func demonstration(t *testing.T) *url.URL {
	t.Helper()
	program := filepath.Join(t.TempDir(), "optin-server")
	build := exec.Command("go", "build", "-o", program, "./server/cmd/optin-server")
	build.Dir = "../.."
	build.Env = append(os.Environ(), "GOWORK=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(program, "demo", "--listen", "127.0.0.1:0", "--machines", "100")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	address := regexp.MustCompile(`http://\S+`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := address.FindString(lines.Text()); found != "" {
			u, err := url.Parse(found)
			if err != nil {
				t.Fatal(err)
			}
			return u
		}
	}
	t.Fatal("the demonstration has no address")
	return nil
}

// script runs axe and leaves what it found in the page.
const script = `<script src="/axe.js"></script><script>
addEventListener("load", () => axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(r => {
  const found = r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.failureSummary).join(" | "))
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is wider than its window: " + document.documentElement.scrollWidth + " > " + innerWidth)
  const out = document.createElement("pre")
  out.id = "axe"
  out.textContent = JSON.stringify({passes: r.passes.length, found, dark: matchMedia("(prefers-color-scheme: dark)").matches, width: innerWidth})
  document.body.append(out)
}))</script></body>`

// withAxe is the demonstration with axe in each page, and without the policy that
// would not let it run.
func withAxe(t *testing.T, to *url.URL, axe []byte) string {
	t.Helper()
	proxy := httputil.NewSingleHostReverseProxy(to)
	direct := proxy.Director
	proxy.Director = func(r *http.Request) {
		direct(r)
		r.Host = to.Host
		r.Header.Del("Accept-Encoding")
	}
	proxy.ModifyResponse = func(r *http.Response) error {
		if r.Header.Get("Content-Security-Policy") == "" && r.Request.URL.Path != "/style.css" && r.StatusCode == http.StatusOK {
			return fmt.Errorf("%s has no policy", r.Request.URL)
		}
		r.Header.Del("Content-Security-Policy")
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		body = bytes.Replace(body, []byte("</body>"), []byte(script), 1)
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.Header.Set("Content-Length", strconv.Itoa(len(body)))
		r.ContentLength = int64(len(body))
		return nil
	}
	mux := http.NewServeMux()
	mux.Handle("/", proxy)
	mux.HandleFunc("/axe.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(axe)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestThePagesAreAccessibleAndFit(t *testing.T) {
	if os.Getenv("AXE") == "" {
		t.Skip("AXE does not say where axe.min.js is; see README.md")
	}
	axe, err := os.ReadFile(os.Getenv("AXE"))
	if err != nil {
		t.Fatal(err)
	}
	base := withAxe(t, demonstration(t), axe)
	answer := regexp.MustCompile(`(?s)<pre id="axe">(.*?)</pre>`)
	for _, view := range []struct {
		name  string
		width int
		dark  bool
	}{{"phone, dark", 500, true}, {"desk, light", 1280, false}} {
		for _, path := range []string{"/", "/versions?days=90&os=linux", "/commands", "/failures", "/where", "/retention", "/health"} {
			t.Run(view.name+path, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				args := []string{
					"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
					"--user-data-dir=" + t.TempDir(), fmt.Sprintf("--window-size=%d,900", view.width), "--virtual-time-budget=20000", "--dump-dom", base + path,
				}
				if view.dark {
					args = append([]string{"--blink-settings=preferredColorScheme=0"}, args...)
				}
				dom, err := exec.CommandContext(ctx, "chromium", args...).Output()
				if err != nil {
					t.Fatal(err)
				}
				var result struct {
					Passes, Width int
					Dark          bool
					Found         []string
				}
				match := answer.FindSubmatch(dom)
				if match == nil {
					t.Fatalf("axe did not run: %.500s", dom)
				}
				if err := json.Unmarshal([]byte(html.UnescapeString(string(match[1]))), &result); err != nil {
					t.Fatal(err)
				}
				if result.Passes < 10 || result.Dark != view.dark || result.Width != view.width {
					t.Errorf("not the view that was meant: %d rules, dark %v, %d wide", result.Passes, result.Dark, result.Width)
				}
				for _, found := range result.Found {
					t.Error(found)
				}
			})
		}
	}
}
