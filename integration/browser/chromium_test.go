package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// stepTime is how long Chromium may take for one command: a browser that hangs
// fails the test instead of holding it.
const stepTime = time.Minute

// chromium is a browser without a window, driven over a pipe by its DevTools
// protocol. It starts once for a test.
type chromium struct {
	t       *testing.T
	to      *os.File
	session string // of the one page

	mu      sync.Mutex
	last    int
	answers map[int]chan message
	events  []message
	arrived chan struct{} // something was added to events
	ended   chan struct{} // the pipe is closed
}

// message is a command, an answer or an event of the protocol.
type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

func startChromium(t *testing.T) *chromium {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no program chromium; see README.md")
	}
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "chromium-")
	if err != nil {
		t.Fatal(err)
	}
	said, err := os.Create(filepath.Join(dir, "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	complaints := func() string {
		text, _ := os.ReadFile(said.Name())
		return string(text)
	}
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
		"--remote-debugging-pipe", "--user-data-dir="+dir, "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+dir)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4, as the flag wants
	cmd.Stderr = said
	cmd.WaitDelay = 5 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its processes end with it
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = theirIn.Close()
	_ = theirOut.Close()
	c := &chromium{t: t, to: ourOut, answers: map[int]chan message{}, arrived: make(chan struct{}, 1), ended: make(chan struct{})}
	go c.read(ourIn)
	t.Cleanup(func() {
		_ = ourOut.Close()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		<-c.ended
		_ = os.RemoveAll(dir)
	})
	select {
	case <-c.send("Browser.getVersion", nil):
	case <-c.ended:
		t.Skipf("Chromium does not start on this machine: %.2000s", complaints())
	case <-time.After(stepTime):
		t.Skipf("Chromium says nothing on this machine: %.2000s", complaints())
	}
	var target struct{ TargetID string }
	c.do("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	c.do("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	c.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		c.do(domain+".enable", nil, nil)
	}
	return c
}

// read takes what Chromium sends until it ends.
func (c *chromium) read(from *os.File) {
	defer close(c.ended)
	defer from.Close()
	for in := bufio.NewReaderSize(from, 1<<20); ; {
		text, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(bytes.TrimSuffix(text, []byte{0}), &m) != nil {
			continue
		}
		c.mu.Lock()
		if m.ID > 0 {
			if answer := c.answers[m.ID]; answer != nil {
				answer <- m
			}
		} else {
			c.events = append(c.events, m)
			select {
			case c.arrived <- struct{}{}:
			default:
			}
		}
		c.mu.Unlock()
	}
}

// send sends a command, and returns where its answer will be.
func (c *chromium) send(method string, params any) <-chan message {
	c.t.Helper()
	encoded, err := json.Marshal(params)
	if err != nil {
		c.t.Fatal(err)
	}
	if params == nil {
		encoded = []byte("{}")
	}
	answer := make(chan message, 1)
	c.mu.Lock()
	c.last++
	id := c.last
	c.answers[id] = answer
	c.mu.Unlock()
	text, err := json.Marshal(message{ID: id, Session: c.session, Method: method, Params: encoded})
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.to.Write(append(text, 0)); err != nil {
		c.t.Fatalf("%s: Chromium has ended: %v", method, err)
	}
	return answer
}

// do sends a command and waits for its answer.
func (c *chromium) do(method string, params, result any) {
	c.t.Helper()
	answer := c.send(method, params)
	select {
	case m := <-answer:
		if m.Error != nil {
			c.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				c.t.Fatalf("%s: %v", method, err)
			}
		}
	case <-c.ended:
		c.t.Fatalf("%s: Chromium has ended", method)
	case <-time.After(stepTime):
		c.t.Fatalf("%s: Chromium does not answer", method)
	}
}

// taken returns the events of these methods so far, and forgets all.
func (c *chromium) taken(methods ...string) []message {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []message
	for _, m := range c.events {
		for _, method := range methods {
			if m.Method == method {
				found = append(found, m)
			}
		}
	}
	c.events = nil
	return found
}

// wait waits for an event, which it leaves where it is.
func (c *chromium) wait(method string) message {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), stepTime)
	defer cancel()
	for {
		c.mu.Lock()
		for _, m := range c.events {
			if m.Method == method {
				c.mu.Unlock()
				return m
			}
		}
		c.mu.Unlock()
		select {
		case <-c.arrived:
		case <-c.ended:
			c.t.Fatalf("no %s: Chromium has ended", method)
		case <-ctx.Done():
			c.t.Fatalf("no %s", method)
		}
	}
}

// view is how a page is looked at.
type view struct {
	name          string
	width, height int
	dark          bool
}

func (c *chromium) look(v view) {
	c.t.Helper()
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	c.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": v.width, "height": v.height, "deviceScaleFactor": 1, "mobile": false}, nil)
	c.do("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

// open goes to an address and waits until it is loaded.
func (c *chromium) open(address string) {
	c.t.Helper()
	c.taken()
	var answer struct{ ErrorText string }
	c.do("Page.navigate", map[string]any{"url": address}, &answer)
	if answer.ErrorText != "" {
		c.t.Fatalf("%s: %s", address, answer.ErrorText)
	}
	c.wait("Page.loadEventFired")
}

// value evaluates an expression in the page, as a person's console does: the page's
// own policy stays in force.
func (c *chromium) value(expression string, into any) {
	c.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	c.do("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &answer)
	if failed := answer.ExceptionDetails; failed != nil {
		c.t.Fatalf("%.200s: %s %s", expression, failed.Text, failed.Exception.Description)
	}
	if into != nil {
		if err := json.Unmarshal(answer.Result.Value, into); err != nil {
			c.t.Fatalf("%.200s: %v", expression, err)
		}
	}
}

// keys are what press knows, with their codes.
var keys = map[string]int{"Tab": 9, "Enter": 13, "ArrowDown": 40}

// press presses a key.
func (c *chromium) press(key string) {
	c.t.Helper()
	event := map[string]any{"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": keys[key]}
	if key == "Enter" {
		event["type"], event["text"] = "keyDown", "\r"
	}
	c.do("Input.dispatchKeyEvent", event, nil)
	event["type"] = "keyUp"
	delete(event, "text")
	c.do("Input.dispatchKeyEvent", event, nil)
}

// picture writes what is seen as PNG.
func (c *chromium) picture(path string) {
	c.t.Helper()
	var shot struct{ Data []byte }
	c.do("Page.captureScreenshot", map[string]any{"format": "png"}, &shot)
	if err := os.WriteFile(path, shot.Data, 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// answerRequests lets requests go on until the page is loaded, and answers with
// answer when a password is wanted.
func (c *chromium) answerRequests(answer map[string]any) {
	c.t.Helper()
	answered := map[string]bool{}
	for deadline := time.Now().Add(stepTime); ; {
		loaded := false
		for _, m := range c.taken("Fetch.requestPaused", "Fetch.authRequired", "Page.loadEventFired") {
			var p struct{ RequestID string }
			if err := json.Unmarshal(m.Params, &p); err != nil {
				c.t.Fatal(err)
			}
			switch m.Method {
			case "Fetch.requestPaused":
				c.do("Fetch.continueRequest", map[string]any{"requestId": p.RequestID}, nil)
			case "Fetch.authRequired":
				if answered[p.RequestID] {
					c.t.Fatal("the right password is asked for again")
				}
				answered[p.RequestID] = true
				c.do("Fetch.continueWithAuth", map[string]any{"requestId": p.RequestID, "authChallengeResponse": answer}, nil)
			default:
				loaded = true
			}
		}
		if loaded {
			return
		}
		if time.Now().After(deadline) {
			c.t.Fatal("the page is not loaded")
		}
		select {
		case <-c.arrived:
		case <-time.After(time.Second):
		}
	}
}
