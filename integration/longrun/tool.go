package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/catalog"
	filesink "github.com/optin-go/optin/sinks/file"
	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

const (
	toolName     = "longtool"
	roleVariable = "LONGRUN_TOOL"
	endVariable  = "LONGRUN_ENDPOINT"
	homeVariable = "LONGRUN_HOME" // names the home to whoever looks at processes
	sizeVariable = "LONGRUN_SIZE" // a limit of the size of files
)

// runTool is a tool that uses optin. It says what was acknowledged, a line each.
func runTool() int {
	cat := catalog.New(toolName, "To see that nothing is lost.")
	happened := cat.Event("thing.happened", "something happened", cat.ErrorText("which one"))
	exporter, err := httpsink.New(httpsink.Config{Endpoint: os.Getenv(endVariable), Timeout: 3 * time.Second})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	tel, err := app.New(app.Config{
		Tool: toolName, ToolVersion: "1.0.0", Catalog: cat, Exporter: exporter, DeliverEvery: 50 * time.Millisecond,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx := context.Background()
	args := os.Args[1:]
	if text := os.Getenv(sizeVariable); text != "" { // files end there, as on a full disk
		size, _ := strconv.ParseUint(text, 10, 64)
		_ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: size})
	}
	if args[0] == "telemetry" {
		return tel.Telemetry(ctx, args[1:])
	}
	run := tel.Begin(ctx)
	defer run.End(nil)
	record := func(key string) {
		rec := tel.Recorder()
		err := rec.RecordEvent(ctx, telemetry.Event{Name: happened.Name(), ErrMsg: key})
		if err == nil && rec.Policy() == telemetry.Enabled {
			say("acked " + key)
		}
	}
	switch args[0] {
	case "write": // some events
		begins(args[1], tel.Recorder())
		n, _ := strconv.Atoi(args[2])
		for i := range n {
			record(key(args[1], i))
		}
	case "stay": // events until its input ends
		begins(args[1], tel.Recorder())
		stay(args[1], record)
	case "rotate": // a log of its own with a small limit
		return rotate(args[1], args[2])
	}
	return 0
}

// begins says when a session began at the latest: what a refusal after that must not let out.
func begins(name string, rec *telemetry.Recorder) {
	if rec.Policy() == telemetry.Enabled {
		say(fmt.Sprintf("began %s %d", name, time.Now().UnixNano()))
	}
}

// stay records for as long as standard input is open. It says what it holds of
// descriptors and goroutines near its begin and at its end.
func stay(name string, record func(string)) {
	ended := make(chan struct{})
	go func() {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		close(ended)
	}()
	held := func() {
		fds, _ := os.ReadDir("/proc/self/fd")
		say(fmt.Sprintf("held %d %d", len(fds), runtime.NumGoroutine()))
	}
	for i := 0; ; i++ {
		select {
		case <-ended:
			// A second process that was started just now is still waited for.
			time.Sleep(time.Second)
			held()
			return
		case <-time.After(10 * time.Millisecond):
		}
		record(key(name, i))
		if i == 20 {
			held()
		}
	}
}

func rotate(name, path string) int {
	s := filesink.New(path, &filesink.Options{MaxBytes: 32 << 10, Keep: 100_000})
	for i := range 2000 {
		k := key(name, i)
		if s.Emit(context.Background(), telemetry.Event{Name: "rotated", Tool: toolName, Args: k}) == nil {
			say("acked " + k)
		}
	}
	return 0
}

// say writes a line to standard output, as a whole or not at all.
func say(line string) { _, _ = syscall.Write(syscall.Stdout, []byte(line+"\n")) }

// key returns a text that names one event, of letters alone: digits could be somebody's.
func key(name string, i int) string {
	return name + " " + letters(i)
}

func letters(n int) string {
	var b strings.Builder
	for range 5 {
		b.WriteByte("bcdfghklmn"[n%10])
		n /= 10
	}
	return b.String()
}

// state returns the tool's directory for state in a home.
func state(home string) string { return filepath.Join(home, ".local", "state", toolName, "telemetry") }
