package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

type program struct{ dir, name string }

// programs are tools of one command that records itself, each as the documentation of
// its library says; the first one does nothing besides.
var programs = []program{
	{"nothing", "nothing recorded"}, {"slog", "log/slog to a file"}, {"optinfile", "optin, core and file sink"}, {"counters", "x/telemetry counters"},
	{"http", "net/http by hand"}, {"optin", "optin, runtime with queue and sender"}, {"posthog", "posthog-go"}, {"segment", "Segment analytics-go"}, {"otel", "OpenTelemetry SDK"},
}

// build builds a program as a user gets it: stripped, and without paths.
func build(dir, program string) (string, error) {
	name := filepath.Join(dir, program)
	out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", name, "./programs/"+program).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return name, nil
}

// printSize compares what each library adds to a program.
func printSize(w io.Writer, _ effort) ([]row, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	all := append(slices.Clone(programs), program{"optinqueue", "optin, core, queue and HTTP"}, program{"redact", "optin, redaction alone"})
	fmt.Fprint(w, "\nsize: a stripped program that records its run\n\n| | MB | modules | packages |\n|---|---|---|---|\n")
	for _, p := range all {
		name, err := build(dir, p.dir)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		modules, err := exec.Command("go", "version", "-m", name).Output()
		if err != nil {
			return nil, err
		}
		packages, err := exec.Command("go", "list", "-deps", "./programs/"+p.dir).Output()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(w, "| %s | %.2f | %d | %d |\n", p.name, float64(info.Size())/1e6, bytes.Count(modules, []byte("\tdep\t")), bytes.Count(packages, []byte("\n")))
	}
	return nil, nil
}

// endpoints are the states in which a receiver can be.
var endpoints = []string{"healthy", "refusing", "503", "hanging"}

// endpoint returns a URL that answers as the state says, how many events it got, and
// what ends it.
func endpoint(state string) (url string, events func() int64, end func(), err error) {
	switch state {
	case "healthy", "503":
		status := http.StatusOK
		if state == "503" {
			status = http.StatusServiceUnavailable
		}
		r := newReceiver(status)
		return r.URL, r.events.Load, r.Close, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, nil, err
	}
	url = "http://" + l.Addr().String()
	if state == "refusing" {
		return url, func() int64 { return 0 }, func() {}, l.Close()
	}
	return url, func() int64 { return 0 }, func() { _ = l.Close() }, nil // connections wait in the backlog
}

// printWhole compares whole runs of the programs. A run that has not ended after the
// limit is killed. A program that waited for the receiver once is not run again in
// front of it.
func printWhole(w io.Writer, how effort) ([]row, error) {
	const limit, patience = 15 * time.Second, 2000 // ms
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	fmt.Fprint(w, "\nwhole: one run of a program, in ms, with a receiver that is\n\n| | "+strings.Join(endpoints, " | ")+" | arrived of the healthy one's |\n|---|---|---|---|---|---|\n")
	binaries := make([]string, len(programs))
	for i, p := range programs {
		if binaries[i], err = build(dir, p.dir); err != nil {
			return nil, err
		}
	}
	ms, arrived := make([][4]string, len(programs)), make([]float64, len(programs))
	for s, state := range endpoints {
		times := make([][]float64, len(programs))
		urls, counts := make([]string, len(programs)), make([]func() int64, len(programs))
		for i, p := range programs {
			url, events, end, err := endpoint(state)
			if err != nil {
				return nil, err
			}
			defer end()
			urls[i], counts[i] = url, events
			if p.dir == "optin" {
				if _, err := runProgram(binaries[i], home(dir, state, p.dir), url, limit, "telemetry", "enable", "--yes"); err != nil {
					return nil, err
				}
			}
		}
		for range how.passes {
			for i, p := range programs {
				if last := len(times[i]) - 1; last >= 0 && times[i][last] > patience {
					continue
				}
				took, err := runProgram(binaries[i], home(dir, state, p.dir), urls[i], limit)
				if err != nil {
					return nil, err
				}
				times[i] = append(times[i], took.Seconds()*1e3)
			}
		}
		for i, p := range programs {
			ms[i][s] = fmt.Sprintf("%.1f", median(times[i]))
			if state == "healthy" {
				if p.dir == "optin" {
					// What waits for the next sender is sent as its user would.
					if _, err := runProgram(binaries[i], home(dir, state, p.dir), urls[i], limit, "telemetry", "send"); err != nil {
						return nil, err
					}
				}
				arrived[i] = float64(counts[i]()) / float64(len(times[i]))
			}
		}
	}
	for i, p := range programs {
		fmt.Fprintf(w, "| %s | %s | %.0f %% |\n", p.name, strings.Join(ms[i][:], " | "), 100*arrived[i])
	}
	return nil, nil
}

func home(dir, state, program string) string { return filepath.Join(dir, state+"-"+program) }

func runProgram(name, home, url string, limit time.Duration, args ...string) (time.Duration, error) {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = []string{"HOME=" + home, "ENDPOINT=" + url, "PATH=" + os.Getenv("PATH")}
	begin := time.Now()
	out, err := cmd.CombinedOutput()
	took := time.Since(begin)
	if err != nil && ctx.Err() == nil {
		return 0, errors.Join(err, errors.New(string(out)))
	}
	return took, nil
}
