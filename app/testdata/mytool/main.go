// Command mytool is the tool that the tests of package app run: a real process, with a
// real queue and a real receiver. Environment variables tell it what to do.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"time"

	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/catalog"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// poster is an Exporter that posts lines, as short as can be.
type poster struct{ endpoint string }

func (p poster) Recipient() string {
	if u, err := url.Parse(p.endpoint); err == nil {
		return u.Hostname()
	}
	return "telemetry.example.org"
}

func (p poster) Export(ctx context.Context, events []telemetry.Event) error {
	if os.Getenv("TOOL_EXPORT") == "panic" {
		panic("no")
	}
	var body []byte
	for _, e := range events {
		line, err := e.AppendJSON(body)
		if err != nil {
			return err
		}
		body = append(line, '\n')
	}
	err := post(ctx, p.endpoint, body)
	if os.Getenv("TOOL_EXPORT") == "deaf" {
		select {} // also when its context has ended
	}
	return err
}

func (p poster) Delete(ctx context.Context, tool, machineID string) (telemetry.Receipt, error) {
	err := post(ctx, p.endpoint+"/deletions", []byte(tool+" "+machineID))
	return telemetry.Receipt{AcceptedAt: time.Now(), By: time.Now().Add(14 * 24 * time.Hour)}, err
}

func post(ctx context.Context, endpoint string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Pid", strconv.Itoa(os.Getpid()))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "mytool", Err: err}
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	switch response.StatusCode {
	case http.StatusOK, http.StatusAccepted:
		return nil
	case http.StatusNotFound, http.StatusBadRequest:
		return &telemetry.Error{Kind: telemetry.ErrRejected, Op: "mytool", Err: errors.New(response.Status)}
	}
	after, _ := strconv.Atoi(response.Header.Get("Retry-After"))
	return &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "mytool", Err: passing{response.Status, time.Duration(after) * time.Second}}
}

// passing is a failure after which the receiver may ask to be left alone.
type passing struct {
	status string
	after  time.Duration
}

func (p passing) Error() string             { return p.status }
func (p passing) RetryAfter() time.Duration { return p.after }

func main() {
	if os.Getenv("TOOL_LOCKED") != "" { // faulttest counts the calls of the first thread
		runtime.LockOSThread()
	}
	cat := catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
	extra := cat.Event("cache.miss", "the cache did not help")
	if os.Getenv("TOOL_WIDER") != "" {
		cat.Event("tool.crash", "a bug", cat.ErrorText("what went wrong"))
	}
	cfg := app.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat, Recipient: os.Getenv("TOOL_RECIPIENT"),
		NoticeURL: "https://example.org/telemetry", Retention: "90 days",
	}
	if os.Getenv("TOOL_OTHER") != "" { // a version that collects other things, not more
		cat = catalog.New("mytool", "Another purpose.")
		extra = cat.Event("cache.hit", "the cache helped")
		cat.Event("tool.crash", "a bug", cat.ErrorText("what went wrong"))
		cfg.Catalog = cat
	}
	if endpoint := os.Getenv("TOOL_ENDPOINT"); endpoint != "" {
		cfg.Exporter = poster{endpoint}
	}
	cfg.DeliverEvery, _ = time.ParseDuration(os.Getenv("TOOL_EVERY"))
	cfg.ExitBudget, _ = time.ParseDuration(os.Getenv("TOOL_BUDGET"))
	if file := os.Getenv("TOOL_RESULTS"); file != "" {
		cfg.OnResult = func(r spoolsink.Report, err error) {
			f, openErr := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
			if openErr == nil {
				fmt.Fprintf(f, "%d %d %v\n", os.Getpid(), r.Delivered, err)
				_ = f.Close()
			}
		}
	}
	switch os.Getenv("TOOL_ASK") {
	case "deaf":
		cfg.Ask = func(context.Context, app.Question) app.Answer {
			fmt.Fprint(os.Stderr, "May mytool learn from you? [y/N/s=show] ")
			select {}
		}
	case "yes":
		cfg.Ask = func(context.Context, app.Question) app.Answer { return app.Yes }
	case "panic":
		cfg.Ask = func(context.Context, app.Question) app.Answer { panic("no") }
	}
	var tel *app.App
	var err error
	if os.Getenv("TOOL_WITHOUT") == "" { // or else as a tool that has no telemetry
		tel, err = app.New(cfg)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, cancelSignal)
	go func() {
		<-interrupts
		signal.Reset(os.Interrupt) // the second one ends the tool
		stop()
	}()
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "telemetry" {
		os.Exit(tel.Telemetry(ctx, args[1:]))
	}
	command := "status"
	if len(args) > 0 {
		command = args[0]
	}
	err = func() (err error) {
		r := tel.Begin(ctx)
		defer func() { r.End(err) }()
		r.Command(command)
		if os.Getenv("TOOL_QUIET") != "" {
			r.Quiet()
		}
		return run(ctx, tel, extra, args)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mytool:", err)
	}
	os.Exit(tel.ExitCode(err))
}

// run carries out the first word, with the second as its argument.
func run(ctx context.Context, tel *app.App, extra *catalog.Event, args []string) error {
	if len(args) == 0 {
		return nil
	}
	value := ""
	if len(args) > 1 {
		value = args[1]
	}
	switch args[0] {
	case "print":
		fmt.Println(value)
	case "pid":
		fmt.Println("pid", os.Getpid())
	case "wait":
		resumed := make(chan os.Signal, 1)
		signal.Notify(resumed, resumeSignal)
		fmt.Println("pid", os.Getpid())
		<-resumed
	case "fail":
		return errors.New(value)
	case "panic":
		panic(value)
	case "sleep":
		d, _ := time.ParseDuration(value)
		select {
		case <-time.After(d):
		case <-ctx.Done():
			return ctx.Err()
		}
	case "misses":
		n, _ := strconv.Atoi(value)
		rec := tel.Recorder()
		for range n {
			if err := extra.Record(ctx, rec); err != nil {
				return err
			}
		}
	case "linger": // records, and lives on until standard input ends
		if err := extra.Record(ctx, tel.Recorder()); err != nil {
			return err
		}
		fmt.Println("recorded")
		_, _ = io.Copy(io.Discard, os.Stdin)
	case "many": // records an event for each byte, and says so
		rec := tel.Recorder()
		if rec.Policy() == telemetry.Disabled {
			fmt.Println("off")
			return nil
		}
		var b [1]byte
		for {
			if n, err := os.Stdin.Read(b[:]); n == 0 || err != nil {
				return nil
			}
			fmt.Println(extra.Record(ctx, rec))
		}
	case "again": // runs itself
		cmd := exec.CommandContext(ctx, os.Args[0], args[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		return cmd.Run()
	}
	return nil
}
