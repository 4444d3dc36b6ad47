package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// home is where one user runs the tool.
type home struct {
	dir    string
	exe    string
	gate   *entrance
	disk   bool // a small file system of its own
	fickle bool // whose user changes their mind

	mu      sync.Mutex
	acked   map[string]bool
	began   map[string]time.Time // of sessions, by the first word of their keys
	refused []time.Time          // when a refusal was done
	errors  map[string]int       // what processes that were not killed printed
}

func newHome(dir, exe string, gate *entrance) *home {
	return &home{dir: dir, exe: exe, gate: gate, acked: map[string]bool{}, began: map[string]time.Time{}, errors: map[string]int{}}
}

func (h *home) command(env []string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), h.exe, args...)
	cmd.Dir = filepath.Dir(h.exe)
	cmd.Env = append([]string{"HOME=" + h.dir, "PATH=" + os.Getenv("PATH"), roleVariable + "=1",
		endVariable + "=" + h.gate.endpoint, homeVariable + "=" + h.dir}, env...)
	return cmd
}

// verb runs one of the tool's own commands to its end.
func (h *home) verb(args ...string) (code int, output string) {
	cmd := h.command(nil, append([]string{"telemetry"}, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		return -1, err.Error()
	}
	defer time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() }).Stop()
	_ = cmd.Wait()
	return cmd.ProcessState.ExitCode(), out.String()
}

// take reads what a process says until it ends.
func (h *home) take(r io.Reader) {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return // a line that was cut acknowledges nothing
		}
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		h.mu.Lock()
		switch word {
		case "acked":
			h.acked[rest] = true
		case "began":
			name, at, _ := strings.Cut(rest, " ")
			n, _ := strconv.ParseInt(at, 10, 64)
			h.began[name] = time.Unix(0, n)
		}
		h.mu.Unlock()
	}
}

// complains notes what a process printed that was not killed.
func (h *home) complains(text string) {
	for _, word := range []string{"panic", "goroutine ", "fatal error", "DATA RACE"} {
		if strings.Contains(text, word) {
			h.mu.Lock()
			h.errors[text]++
			h.mu.Unlock()
			return
		}
	}
}

// agree enables, whatever else goes on.
func (h *home) agree() error {
	var text string
	for range 100 {
		var code int
		if code, text = h.verb("enable", "--yes"); code == 0 {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("enable: " + text)
}

// deliver delivers all that waits.
func (h *home) deliver(ctx context.Context) error {
	var text string
	for ctx.Err() == nil {
		h.forgetBackoff()
		var code int
		if code, text = h.verb("send", "--timeout", "5s"); code == 0 {
			if _, waits := h.verb("show", "--pending"); !strings.Contains(waits, `"id"`) {
				return nil
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("send: " + text)
}

// forgetBackoff empties the state of each queue, which says when the next attempt is due.
func (h *home) forgetBackoff() {
	names, _ := filepath.Glob(filepath.Join(state(h.dir), "spool", "*", "delivery*"))
	for _, name := range names {
		_ = os.Truncate(name, 0)
	}
}

// log counts the whole lines of the log and its older files, and those that are not.
func (h *home) log() (whole, torn int) {
	names, _ := filepath.Glob(filepath.Join(state(h.dir), "events.jsonl*"))
	for _, name := range names {
		w, t := countLines(name, nil)
		whole, torn = whole+w, torn+t
	}
	return whole, torn
}

// temporary returns the temporary files below the home.
func (h *home) temporary() (names []string) {
	_ = filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".tmp") {
			names = append(names, path)
		}
		return nil
	})
	return names
}

// problems looks at the home after all is over. It ends with a reset.
func (h *home) problems(p *proxy) (out []string) {
	wrong := func(format string, args ...any) { out = append(out, h.dir+": "+fmt.Sprintf(format, args...)) }
	for text, n := range h.errors {
		wrong("printed %d times: %.2000s", n, text)
	}
	if !h.fickle {
		lost := 0
		for key := range h.acked {
			if _, ok := p.ids[key]; !ok {
				if lost++; lost < 4 {
					wrong("%q was acknowledged, and did not arrive", key)
				}
			}
		}
		if lost > 0 {
			wrong("%d of %d acknowledged events are lost", lost, len(h.acked))
		}
	}
	old := time.Now().Add(-2 * time.Hour) // temporary files of killed processes go after an hour
	for _, name := range h.temporary() {
		_ = os.Chtimes(name, old, old)
	}
	if err := h.agree(); err != nil {
		wrong("%v", err)
	}
	for _, verb := range []string{"status", "show", "disable", "reset"} {
		if code, text := h.verb(verb); code != 0 {
			wrong("%s: exit code %d: %.500s", verb, code, text)
		}
	}
	for _, name := range h.temporary() {
		wrong("left: %s", name)
	}
	if whole, torn := h.log(); whole+torn > 0 {
		wrong("reset left %d lines in the log", whole+torn)
	}
	if names, _ := filepath.Glob(filepath.Join(state(h.dir), "spool", "*", "segment-*")); len(names) > 0 {
		wrong("reset left %v", names)
	}
	return out
}

// late returns the events that were sent after a refusal, of sessions that began before
// it.
func (h *home) late(p *proxy) (out []string) {
	for key, at := range p.at {
		name, _, _ := strings.Cut(key, " ")
		began, ok := h.began[name]
		if !ok {
			continue // of another home, or not known
		}
		for _, refused := range h.refused {
			if began.Before(refused) && at.After(refused.Add(grace)) {
				out = append(out, fmt.Sprintf("%s: %q of a session that began %v before a refusal was sent %v after it",
					h.dir, key, refused.Sub(began), at.Sub(refused)))
				break
			}
		}
	}
	return out[:min(len(out), 5)]
}
