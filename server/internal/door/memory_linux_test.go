package door_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/server/internal/door"
	"github.com/optin-go/optin/server/internal/store"
)

// childDir, when set, makes this binary serve a store in that directory until its
// standard input ends, instead of running tests: the memory of a process is its own.
const childDir = "DOOR_TEST_SERVE"

// memoryLimit is the one that the command sets.
const memoryLimit = 80 << 20

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := serveUntilStdinEnds(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func serveUntilStdinEnds(dir string) error {
	debug.SetMemoryLimit(memoryLimit)
	s, err := store.Open(context.Background(), dir, nil)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	d := door.New(door.Config{Store: s, AcceptAny: true})
	srv := door.Server(d)
	go func() { _ = srv.Serve(door.Listen(l, door.Limits{})) }()
	fmt.Println("http://" + l.Addr().String())
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	fmt.Println(mostInUse(ended))
	_ = srv.Close()
	return errors.Join(d.Close(), s.Close())
}

// mostInUse returns the most memory that the collector could not have given back, at
// any time until ended: what was reachable, and what the runtime needs besides.
func mostInUse(ended <-chan struct{}) (most uint64) {
	names := []string{
		"/gc/heap/live:bytes", "/memory/classes/total:bytes", // less the heap:
		"/memory/classes/heap/free:bytes", "/memory/classes/heap/objects:bytes", "/memory/classes/heap/released:bytes", "/memory/classes/heap/unused:bytes",
	}
	samples := make([]metrics.Sample, len(names))
	for i, name := range names {
		samples[i].Name = name
	}
	for {
		metrics.Read(samples)
		now := samples[0].Value.Uint64() + samples[1].Value.Uint64()
		for _, heap := range samples[2:] {
			now -= heap.Value.Uint64()
		}
		most = max(most, now)
		select {
		case <-ended:
			return most
		case <-time.After(time.Millisecond):
		}
	}
}

// Whatever is sent, the process needs less than 100 MB: the memory limit, and the pages
// of the program. How close to the limit it comes depends on when the collector runs.
// That it can keep the limit depends on what is in use at once, which is the same on
// every machine.
func TestMemoryIsBoundedWhateverIsSent(t *testing.T) {
	if underRace {
		t.Skip("the race detector multiplies the memory of a process")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childDir+"="+t.TempDir())
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	output := bufio.NewReader(stdout)
	url, err := output.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url = strings.TrimSpace(url)

	many := strings.TrimSuffix(strings.Repeat("{},", 1_300_000), ",")
	keys := func() string {
		var b strings.Builder
		for i := range 100_000 {
			fmt.Fprintf(&b, `"k%d":"",`, i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}()
	full := encoded(t, eventsFrom(0, 5000)...)
	attributes := strings.TrimSuffix(strings.Repeat(`{"key":"k","value":{"stringValue":""}},`, 9_000), ",")
	attacks := []struct{ path, body string }{
		{"/v1/events", "[" + many + "]"},
		{"/v1/events", `{"name":"e","attrs":{` + keys + `}}`},
		{"/v1/events", `[{"name":"` + strings.Repeat("x", 4<<20-100) + `"}]`},
		{"/v1/events", strings.Repeat("[", 4<<20-1)},
		{"/v1/events", strings.Repeat(" ", 50<<20)},
		{"/v1/events", string(full)},
		{"/v1/logs", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[` + many + `]}]}]}`},
		{"/v1/logs", `{"resourceLogs":[{"resource":{"attributes":[` + attributes + `]}}]}`},
		{"/v1/logs", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[` + attributes + `]}]}]}]}`},
	}
	bodies := make([][]byte, len(attacks))
	for i, a := range attacks {
		bodies[i] = packed(t, []byte(a.body))
	}
	var wg, slow sync.WaitGroup
	for worker := range 48 {
		wg.Go(func() {
			for i := worker; i < worker+wholetest.Of(3, 12)*len(attacks); i++ {
				a := i % len(attacks)
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+attacks[a].path, bytes.NewReader(bodies[a]))
				if err != nil {
					t.Error(err)
					return
				}
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("Content-Encoding", "gzip")
				resp, err := http.DefaultClient.Do(req)
				if err != nil {
					continue // the server may hang up on what is too large
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
			}
		})
	}
	ctx, hangUp := context.WithCancel(t.Context())
	defer hangUp()
	for range 300 { // slow senders
		slow.Go(func() {
			conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				return
			}
			defer conn.Close()
			stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
			defer stop()
			_, _ = io.WriteString(conn, "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
			_, _ = conn.Write(bytes.Repeat([]byte(" "), 900_000))
			<-ctx.Done()
		})
	}
	wg.Wait()
	hangUp()
	slow.Wait()
	program, most := memoryOf(t, cmd.Process.Pid, "RssFile"), memoryOf(t, cmd.Process.Pid, "VmHWM")
	_ = stdin.Close()
	line, err := output.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	inUse, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("in use at once %d MB, the program %d MB, at most %d MB", inUse>>20, program>>20, most>>20)
	if inUse > memoryLimit*3/4 { // the collector works in the rest
		t.Errorf("%d bytes were in use at once", inUse)
	}
	if program+memoryLimit >= 100_000_000 {
		t.Errorf("the program has %d bytes in memory", program)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// memoryOf returns a figure of the memory of a process.
func memoryOf(t *testing.T, pid int, figure string) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(figure + `:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		t.Fatal("no " + figure)
	}
	n, err := strconv.ParseInt(string(found[1]), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n << 10
}
