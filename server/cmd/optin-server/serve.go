package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/door"
	"github.com/optin-go/optin/server/internal/pages"
	"github.com/optin-go/optin/server/internal/questions"
	"github.com/optin-go/optin/server/internal/store"
)

// serveFlags are the settings of serve.
type serveFlags struct {
	data, listen    string
	tools, declared string
	acceptAny       bool
	tlsCert, tlsKey string
	behindProxy     bool
	passwordHash    string
	publicPages     bool
	keepEvents      int
	keepRollups     int
	publicURL       string
	store           string
}

func (s *serveFlags) define(flags *flag.FlagSet) {
	flags.StringVar(&s.data, "data", "optin-data", "directory of the store")
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8484", "address to listen on")
	flags.StringVar(&s.tools, "tools", "", "names of the tools whose events are taken, separated by commas")
	flags.StringVar(&s.declared, "declared", "", "files that declare tools with their events, separated by commas; what is not declared is refused")
	flags.BoolVar(&s.acceptAny, "accept-any", false, "take events of any tool")
	flags.StringVar(&s.tlsCert, "tls-cert", "", "file with the certificate chain, PEM")
	flags.StringVar(&s.tlsKey, "tls-key", "", "file with the certificate's key, PEM")
	flags.BoolVar(&s.behindProxy, "behind-proxy", false, "a proxy on the way here does TLS; without it, and without a certificate, only loopback is listened on")
	flags.StringVar(&s.passwordHash, "password-hash", "", "bcrypt hash of the password of the pages; see optin-server password")
	flags.BoolVar(&s.publicPages, "public-pages", false, "show the pages without a password")
	flags.IntVar(&s.keepEvents, "keep-events", 90, "`days` to keep events after they arrived; 31 or more")
	flags.IntVar(&s.keepRollups, "keep-rollups", 400, "`days` to keep roll-ups")
	flags.StringVar(&s.store, "store", "", "show another store's events and take none: clickhouse://user:password@host:8123/database/table")
	flags.StringVar(&s.publicURL, "public-url", "", "where tools reach this server, for the line that the empty page shows")
}

// toolName is what telemetry.New takes as the name of a tool.
var toolName = regexp.MustCompile(`^[A-Za-z0-9._/-]+$`)

// check refuses settings that would show numbers, or send events, in the open, and
// those that cannot be meant.
func (s *serveFlags) check() error {
	if (s.tlsCert == "") != (s.tlsKey == "") {
		return errors.New("--tls-cert and --tls-key belong together; give both or neither")
	}
	if _, _, err := net.SplitHostPort(s.listen); err != nil {
		return fmt.Errorf("--listen wants host:port, such as 127.0.0.1:8484: %w", err)
	}
	if s.passwordHash != "" {
		if _, err := bcrypt.Cost([]byte(s.passwordHash)); err != nil {
			return errors.New("--password-hash is not a bcrypt hash; make one with: optin-server password")
		}
		if s.publicPages {
			return errors.New("--public-pages and --password-hash contradict each other")
		}
	}
	if s.store != "" && (s.tools != "" || s.acceptAny) {
		return errors.New("with --store the pages are shown and no event is taken: leave out --tools and --accept-any")
	}
	if s.store == "" && s.tools == "" && s.declared == "" && !s.acceptAny {
		return errors.New("name the tools whose events are taken with --tools or --declared, or take all with --accept-any")
	}
	for name := range listed(s.tools) {
		if !toolName.MatchString(name) {
			return errors.New("--tools: a tool's name has only letters, digits, '.', '_', '-' and '/'; separate names by commas")
		}
	}
	if s.keepEvents < 31 || s.keepRollups < s.keepEvents {
		return errors.New("--keep-events must be at least 31 days, and --keep-rollups no less than --keep-events")
	}
	if isLoopback(s.listen) && !s.behindProxy {
		return nil
	}
	if s.tlsCert == "" && !s.behindProxy {
		return fmt.Errorf("--listen %s is reachable from elsewhere: give --tls-cert and --tls-key, or say --behind-proxy if a proxy does TLS", s.listen)
	}
	if s.passwordHash == "" && !s.publicPages {
		return errors.New("the pages are reachable from elsewhere: give --password-hash (see: optin-server password), or say --public-pages")
	}
	return nil
}

// runServe receives, keeps and shows until it is told to stop.
func runServe(ctx context.Context, flags *flag.FlagSet, args []string, std streams) error {
	var settings serveFlags
	settings.define(flags)
	if err := parse(flags, args, os.Environ()); err != nil {
		return err
	}
	if err := settings.check(); err != nil {
		return err
	}
	boundMemory()
	log := slog.New(slog.NewJSONHandler(std.err, nil))
	return settings.serve(ctx, log, nil)
}

// serve calls ready, if it is not nil, with the address it listens on.
func (s *serveFlags) serve(ctx context.Context, log *slog.Logger, ready func(net.Addr)) error {
	server := door.Server(nil)
	if s.tlsCert != "" {
		certificates := &reloaded{cert: s.tlsCert, key: s.tlsKey}
		if _, err := certificates.get(nil); err != nil {
			return err
		}
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: certificates.get}
	}
	mux := http.NewServeMux()
	tools, err := s.takes()
	if err != nil {
		return err
	}
	listener, err := listenOn(ctx, s.listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	source, end, err := s.open(ctx, log, mux, tools)
	if err != nil {
		return err
	}
	defer end()
	endpoint := s.endpoint(listener.Addr())
	log.Info("listening", "address", listener.Addr().String(), "pages", strings.TrimSuffix(endpoint, eventsPath)+"/", "events", endpoint)
	if ready != nil {
		ready(listener.Addr())
	}
	shown := pages.New(pages.Config{Source: source, Tools: tools, Endpoint: endpoint, Log: log})
	if s.passwordHash != "" {
		shown = newLogin(shown, []byte(s.passwordHash))
	}
	mux.Handle("/", shown)
	server.Handler = mux
	if isLoopback(s.listen) && !s.behindProxy {
		server.Handler = ownHost(mux)
	}
	err = serveHTTP(ctx, server, door.Listen(listener, door.Limits{}))
	log.Info("stopped")
	return err
}

// open opens the store, and lets events in unless it is another's. What it
// returns ends what it began.
func (s *serveFlags) open(ctx context.Context, log *slog.Logger, mux *http.ServeMux, tools []declared.Tool) (questions.Source, func(), error) {
	if s.store != "" {
		source, err := questions.NewClickHouse(s.store)
		return source, func() {}, err
	}
	const days = 24 * time.Hour
	begin := time.Now()
	st, err := store.Open(ctx, s.data, &store.Options{KeepEvents: time.Duration(s.keepEvents) * days, KeepRollups: time.Duration(s.keepRollups) * days})
	if err != nil {
		return nil, nil, err
	}
	log.Info("store opened", "directory", s.data, "took", time.Since(begin).String())
	received := door.New(door.Config{Store: st, Tools: tools, AcceptAny: s.acceptAny, BehindProxy: s.behindProxy, Log: log})
	for _, path := range []string{"/v1/", "/healthz", "/metrics"} {
		mux.Handle(path, received)
	}
	ctx, cancel := context.WithCancel(ctx)
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		sweepDaily(ctx, st, log)
	}()
	return questions.SQLite{DB: st.Reader()}, func() {
		cancel()
		<-swept
		if err := errors.Join(received.Close(), st.Close()); err != nil {
			log.Error("not closed", "error", err)
		}
	}, nil
}

const eventsPath = "/v1/events"

// endpoint is where tools send events.
func (s *serveFlags) endpoint(listening net.Addr) string {
	base := strings.TrimSuffix(s.publicURL, "/")
	if base == "" {
		base = "http://" + listening.String()
		if s.tlsCert != "" {
			base = "https://" + listening.String()
		}
	}
	return base + eventsPath
}

// sweepDaily deletes what is too old, at the start and then once a day.
func sweepDaily(ctx context.Context, st *store.Store, log *slog.Logger) {
	for {
		begin := time.Now()
		if err := st.Sweep(ctx); err != nil && ctx.Err() == nil {
			log.Error("sweep", "error", err)
		} else if err == nil {
			log.Info("swept", "took", time.Since(begin).String())
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(24 * time.Hour):
		}
	}
}

// takes returns the tools whose events are taken: those that are named only, and
// those that are declared in a file.
func (s *serveFlags) takes() ([]declared.Tool, error) {
	var tools []declared.Tool
	for name := range listed(s.tools) {
		tools = append(tools, declared.Tool{Name: name})
	}
	for path := range listed(s.declared) {
		tool, err := declared.ReadFile(path)
		if err != nil {
			return nil, err
		}
		tools = append(tools, tool)
	}
	return tools, nil
}

// listed yields the parts of a list that are not empty.
func listed(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for part := range strings.SplitSeq(list, ",") {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}
