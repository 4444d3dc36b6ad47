package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// counts is what was done.
type counts struct {
	kills, stops, processes, files, clocks, disks, refusals, restarts atomic.Int64
}

func main() {
	if os.Getenv(roleVariable) != "" {
		os.Exit(runTool())
	}
	d := flag.Duration("for", 30*time.Second, "how `long` it runs")
	kills := flag.Int64("kills", 0, "run until so many processes were killed, however long it takes")
	seed := flag.Uint64("seed", rand.Uint64(), "what goes wrong, by chance")
	flag.Parse()
	fmt.Println("seed", *seed)
	source.source.Seed(*seed, *seed)
	problems, err := run(*d, *kills)
	for _, p := range problems {
		fmt.Println("PROBLEM:", p)
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case len(problems) > 0:
		os.Exit(1)
	}
	fmt.Println("nothing was lost, nothing was left")
}

// longrun is one run.
type longrun struct {
	top    string
	proxy  *proxy
	server *server
	homes  []*home
	counts counts
	lives  map[int]bool // processes that are not killed

	rotated string // where rotated logs are
	mu      sync.Mutex
	kept    map[string]bool // acknowledged to them
	failed  []string
}

func (l *longrun) wrong(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failed = append(l.failed, fmt.Sprintf(format, args...))
}

func run(d time.Duration, kills int64) (problems []string, err error) {
	began := time.Now()
	top, err := os.MkdirTemp("", "longrun")
	if err != nil {
		return nil, err
	}
	l := &longrun{top: top, lives: map[int]bool{}, kept: map[string]bool{}, rotated: filepath.Join(top, "rotated", "log")}
	defer func() {
		for _, pid := range processes(top) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		for _, h := range l.homes {
			if h.disk {
				_ = syscall.Unmount(h.dir, 0)
			}
		}
		if len(problems) == 0 {
			_ = os.RemoveAll(top)
		} else {
			fmt.Println("what is left to look at:", top)
		}
	}()
	if err := l.prepare(); err != nil {
		return nil, err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) // ends it early
	defer stop()
	descriptors, goroutines := held()
	stays, err := l.begin()
	if err != nil {
		return nil, err
	}
	var group sync.WaitGroup
	for _, h := range l.homes {
		for range 2 {
			group.Go(func() { l.write(ctx, h) })
		}
		group.Go(func() {
			for ctx.Err() == nil {
				h.disturb(l.lives, &l.counts)
				time.Sleep(below(40 * time.Millisecond))
			}
		})
		if h.fickle {
			group.Go(func() { l.changeMind(ctx, h) })
		}
	}
	group.Go(func() { l.rotate(ctx) })
	group.Go(func() { l.restartServer(ctx) })
	for start := time.Now(); ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		if kills > 0 && l.counts.kills.Load() >= kills || kills == 0 && time.Since(start) > d {
			stop()
		}
	}
	group.Wait()
	l.calm(stays)
	l.judge(descriptors, goroutines)
	l.report(time.Since(began))
	return l.failed, nil
}

// prepare makes the homes and starts the server.
func (l *longrun) prepare() (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// A tool that go run made starts no second process.
	exe := filepath.Join(l.top, toolName)
	if out, err := exec.Command("cp", self, exe).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if l.server, err = buildServer(l.top); err != nil {
		return err
	}
	if err := l.server.declare(exe); err != nil {
		return err
	}
	if err := l.server.start(); err != nil {
		return err
	}
	l.proxy = &proxy{server: l.server.address, ids: map[string]string{}, all: map[string]bool{}, at: map[string]time.Time{}}
	for i := range 4 {
		gate, err := l.proxy.open()
		if err != nil {
			return err
		}
		h := newHome(filepath.Join(l.top, "home"+strconv.Itoa(i)), exe, gate)
		h.fickle = i < 2
		if err := os.Mkdir(h.dir, 0o700); err != nil {
			return err
		}
		if i == 3 {
			h.disk = syscall.Mount("none", h.dir, "tmpfs", 0, "size=3m,mode=700") == nil
			if !h.disk {
				fmt.Println("without root no disk is full or read-only; a limit of file sizes stays")
			}
		}
		l.homes = append(l.homes, h)
	}
	return nil
}

// begin starts the processes that live all the time.
func (l *longrun) begin() (stays []*stayer, err error) {
	for i, h := range l.homes {
		if err := h.agree(); err != nil {
			return nil, err
		}
		if h.disk { // it would be in the way of a disk that becomes read-only
			continue
		}
		s, err := startStayer(h, "stay"+letters(i))
		if err != nil {
			return nil, err
		}
		l.lives[s.cmd.Process.Pid] = true
		stays = append(stays, s)
	}
	return stays, nil
}

var names atomic.Int64

// write runs short commands, most of which are killed.
func (l *longrun) write(ctx context.Context, h *home) {
	for ctx.Err() == nil {
		var env []string
		if chance.IntN(8) == 0 {
			env = append(env, sizeVariable+"="+strconv.Itoa(chance.IntN(64<<10)))
		}
		cmd := h.command(env, "write", "run"+letters(int(names.Add(1))), strconv.Itoa(1+chance.IntN(40)))
		l.live(cmd, h.take, h.complains)
	}
}

func (l *longrun) rotate(ctx context.Context) {
	for ctx.Err() == nil {
		h := l.homes[0]
		cmd := h.command(nil, "rotate", "run"+letters(int(names.Add(1))), l.rotated)
		l.live(cmd, func(r io.Reader) {
			lines := bufio.NewReader(r)
			for {
				line, err := lines.ReadString('\n')
				if err != nil {
					return
				}
				l.mu.Lock()
				l.kept[strings.TrimPrefix(strings.TrimSpace(line), "acked ")] = true
				l.mu.Unlock()
			}
		}, h.complains)
	}
}

// live runs a process to its end, which may come early.
func (l *longrun) live(cmd *exec.Cmd, take func(io.Reader), complains func(string)) {
	out, err := cmd.StdoutPipe()
	if err != nil {
		l.wrong("%v", err)
		return
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		l.wrong("%v", err)
		return
	}
	l.counts.processes.Add(1)
	killed := false
	var timer *time.Timer
	if chance.IntN(4) > 0 {
		timer = time.AfterFunc(below(80*time.Millisecond), func() {
			if cmd.Process.Kill() == nil {
				l.counts.kills.Add(1)
			}
		})
	}
	take(out)
	if timer != nil {
		killed = !timer.Stop()
	}
	_ = cmd.Wait()
	if !killed {
		complains(stderr.String())
	}
}

// grace is how long what left a machine before a refusal may take to be seen here.
const grace = 2 * time.Second

// changeMind agrees, refuses and resets. After a refusal nobody connects.
func (l *longrun) changeMind(ctx context.Context, h *home) {
	for ctx.Err() == nil {
		time.Sleep(below(2 * time.Second))
		verb := []string{"disable", "reset"}[chance.IntN(2)]
		if code, _ := h.verb(verb); code != 0 {
			continue // it says what it could not do
		}
		done := time.Now()
		l.counts.refusals.Add(1)
		h.mu.Lock()
		h.refused = append(h.refused, done)
		h.mu.Unlock()
		time.Sleep(grace + below(500*time.Millisecond))
		if last := time.Unix(0, h.gate.last.Load()); last.Sub(done) > grace {
			l.wrong("%s: a connection %v after %s had returned", h.dir, last.Sub(done), verb)
		}
		if err := h.agree(); err != nil {
			l.wrong("%s: %v", h.dir, err)
		}
	}
}

func (l *longrun) restartServer(ctx context.Context) {
	for ctx.Err() == nil {
		time.Sleep(time.Second + below(3*time.Second))
		l.server.kill()
		l.counts.restarts.Add(1)
		time.Sleep(below(500 * time.Millisecond))
		if err := l.server.start(); err != nil {
			l.wrong("%v", err)
			return
		}
	}
}

// calm lets everything end, and all that waits be delivered.
func (l *longrun) calm(stays []*stayer) {
	l.proxy.calm.Store(true)
	for _, pid := range processes(l.top) {
		_ = syscall.Kill(pid, syscall.SIGCONT)
	}
	for _, h := range l.homes {
		if h.disk {
			_ = syscall.Mount("", h.dir, "", syscall.MS_REMOUNT, "")
			_ = os.Remove(filepath.Join(h.dir, "moved"))
			_ = os.Remove(filepath.Join(state(h.dir), "events.jsonl")) // it may fill the disk
		}
	}
	for _, s := range stays {
		if problem := s.end(); problem != "" {
			l.wrong("%s", problem)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	for _, h := range l.homes {
		if h.fickle {
			continue
		}
		if err := h.deliver(ctx); err != nil {
			l.wrong("%s: %v", h.dir, err)
		}
	}
	// The watchdog of a second process is 30 s.
	for deadline := time.Now().Add(time.Minute); len(processes(l.top)) > 0 && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	for _, pid := range processes(l.top) {
		command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		l.wrong("process %d is left: %q", pid, command)
	}
}

func held() (descriptors, goroutines int) {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries), runtime.NumGoroutine()
}

// judge looks whether the promises were kept.
func (l *longrun) judge(descriptors, goroutines int) {
	for _, h := range l.homes {
		l.failed = append(l.failed, h.problems(l.proxy)...)
		if h.fickle {
			l.failed = append(l.failed, h.late(l.proxy)...)
		}
	}
	l.failed = append(l.failed, l.proxy.problems...)
	if err := l.server.stop(); err != nil {
		l.wrong("optin-server ends with %v", err)
	}
	switch n, err := l.server.check(); {
	case err != nil:
		l.wrong("%v", err)
	case n < len(l.proxy.all):
		l.wrong("the store has %d events, the server acknowledged %d", n, len(l.proxy.all))
	default:
		fmt.Printf("the store is sound, and has %d events\n", n)
	}
	there := map[string]bool{}
	files, _ := filepath.Glob(l.rotated + "*")
	for _, name := range files {
		countLines(name, there)
	}
	lost := 0
	for key := range l.kept {
		if !there[key] {
			lost++
		}
	}
	if lost > 0 {
		l.wrong("%d of %d events in rotated logs are lost", lost, len(l.kept))
	}
	if n := zombies(os.Getpid()); n > 0 {
		l.wrong("%d zombies", n)
	}
	nowFDs, nowGoroutines := 0, 0
	for range 100 {
		if nowFDs, nowGoroutines = held(); nowFDs <= descriptors && nowGoroutines <= goroutines {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	_ = pprof.Lookup("goroutine").WriteTo(os.Stdout, 1)
	l.wrong("this program holds %d descriptors and %d goroutines, at first %d and %d", nowFDs, nowGoroutines, descriptors, goroutines)
}

func (l *longrun) report(took time.Duration) {
	acked := len(l.kept)
	for _, h := range l.homes {
		acked += len(h.acked)
	}
	c := &l.counts
	fmt.Printf("%v: %d kills, %d stops, %d commands, %d refusals, %d kills of the server, %d logs removed or renamed, %d times set, %d disks full or read-only\n",
		took.Round(time.Second), c.kills.Load(), c.stops.Load(), c.processes.Load(), c.refusals.Load(), c.restarts.Load(), c.files.Load(), c.clocks.Load(), c.disks.Load())
	fmt.Printf("%d requests, %d of them disturbed; %d events acknowledged to commands, %d acknowledged by the server\n",
		l.proxy.requests, l.proxy.faults, acked, len(l.proxy.all))
}

// countLines counts the lines that are events, and those that are not. It notes the keys.
func countLines(name string, keys map[string]bool) (whole, torn int) {
	data, _ := os.ReadFile(name)
	for line := range bytes.Lines(data) {
		var e struct{ Args string }
		switch {
		case len(bytes.TrimSpace(line)) == 0:
		case json.Unmarshal(line, &e) != nil:
			torn++
		default:
			whole++
			if keys != nil {
				keys[e.Args] = true
			}
		}
	}
	return whole, torn
}

// stayer is a process that lives all the time.
type stayer struct {
	home *home
	cmd  *exec.Cmd
	in   io.WriteCloser
	done chan struct{}
	held []string
}

func startStayer(h *home, name string) (*stayer, error) {
	s := &stayer{home: h, cmd: h.command(nil, "stay", name), done: make(chan struct{})}
	in, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	s.in = in
	r, w := io.Pipe()
	s.cmd.Stdout, s.cmd.Stderr = w, os.Stderr
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go h.take(io.TeeReader(r, &lineFilter{prefix: "held ", to: &s.held}))
	go func() {
		_ = s.cmd.Wait()
		_ = w.Close()
		close(s.done)
	}()
	return s, nil
}

// end ends it, and returns what is wrong with how it was.
func (s *stayer) end() string {
	if n := zombies(s.cmd.Process.Pid); n > 0 {
		time.Sleep(2 * time.Second) // one may just have ended
		if n = zombies(s.cmd.Process.Pid); n > 1 {
			return fmt.Sprintf("%s: a long process has %d zombies", s.home.dir, n)
		}
	}
	_ = s.in.Close()
	select {
	case <-s.done:
	case <-time.After(time.Minute):
		_ = s.cmd.Process.Kill()
		return s.home.dir + ": a long process does not end"
	}
	if len(s.held) != 2 {
		return fmt.Sprintf("%s: a long process said %q", s.home.dir, s.held)
	}
	var fds, goroutines [2]int
	for i, line := range s.held {
		_, _ = fmt.Sscan(line, &fds[i], &goroutines[i])
	}
	const slack = 4 // files that are open at the end and were not at the begin
	if fds[1] > fds[0]+slack || goroutines[1] > goroutines[0]+slack {
		return fmt.Sprintf("%s: a long process held %s descriptors and goroutines at first, at last %s", s.home.dir, s.held[0], s.held[1])
	}
	return ""
}

// lineFilter keeps the rest of the lines that begin with prefix.
type lineFilter struct {
	prefix string
	to     *[]string
	rest   string
}

func (f *lineFilter) Write(p []byte) (int, error) {
	f.rest += string(p)
	for {
		line, rest, ok := strings.Cut(f.rest, "\n")
		if !ok {
			return len(p), nil
		}
		f.rest = rest
		if text, ok := strings.CutPrefix(line, f.prefix); ok {
			*f.to = append(*f.to, text)
		}
	}
}
