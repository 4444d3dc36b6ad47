package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/demo"
	"github.com/optin-go/optin/server/internal/pages"
	"github.com/optin-go/optin/server/internal/questions"
	"github.com/optin-go/optin/server/internal/store"
)

// runDemo fills a store in a temporary directory, and shows it on loopback until
// it is interrupted.
func runDemo(ctx context.Context, flags *flag.FlagSet, args []string, std streams) error {
	listen := flags.String("listen", "127.0.0.1:8484", "address on this machine; port 0 takes a free one")
	machines := flags.Int("machines", 600, "`number` of machines to make up")
	days := flags.Int("days", 90, "`days` to make up")
	if err := parse(flags, args, os.Environ()); err != nil {
		return err
	}
	if *machines < 1 || *days < 1 {
		return errors.New("--machines and --days must be 1 or more")
	}
	if !isLoopback(*listen) {
		return fmt.Errorf("--listen %s: the demonstration is for this machine; give an address such as 127.0.0.1:8484", *listen)
	}
	listener, err := listenOn(ctx, *listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	dir, err := os.MkdirTemp("", "optin-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(ctx, dir, nil)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()

	fmt.Fprintf(std.out, "making up %d machines and %d days of the tool %s…\n", *machines, *days, demo.Tool)
	begin := time.Now()
	err = demo.Fill(func(events []store.Arrived) error {
		_, err := s.Ingest(ctx, events)
		return err
	}, demo.Options{Machines: *machines, Days: *days})
	if ctx.Err() != nil { // Ctrl-C
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d events in %.1f s. The pages are at\n\n  http://%s/\n\nCtrl-C ends the demonstration and deletes its data.\n",
		s.Health().Accepted, time.Since(begin).Seconds(), listener.Addr())
	handler := pages.New(pages.Config{Source: questions.SQLite{DB: s.Reader()}, Tools: []declared.Tool{demo.Declared}, Demo: true})
	return serveHTTP(ctx, &http.Server{Handler: ownHost(handler), ReadHeaderTimeout: 10 * time.Second}, listener)
}
