package pages

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/optin-go/optin/server/internal/questions"
)

//go:embed templates
var files embed.FS

// Config says what the pages show.
type Config struct {
	// Source answers the questions.
	Source questions.Source
	// Now is the clock: time.Now.
	Now func() time.Time
	// Endpoint is where tools send events, to be shown while there are none.
	Endpoint string
	// Demo says on each page that the data is made up.
	Demo bool
	// Log gets what fails: slog.Default.
	Log *slog.Logger
}

// maxWait is how long a page waits for its answers.
const maxWait = 30 * time.Second

// policy lets the pages load their own style sheet, send their own form, and
// nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type handler struct {
	Config
	layout *template.Template
	style  []byte
}

// New returns the pages. Who may see them is the caller's business.
func New(c Config) http.Handler {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	style, err := files.ReadFile("templates/style.css")
	if err != nil { // it is part of the program
		panic(err)
	}
	h := &handler{Config: c, layout: template.Must(template.ParseFS(files, "templates/*.html")), style: style}
	mux := http.NewServeMux()
	for _, t := range tabs {
		mux.HandleFunc("GET "+t.Path, h.page(t))
	}
	mux.HandleFunc("GET /q/{file}", h.download)
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Header().Set("Cache-Control", "max-age=300")
		_, _ = w.Write(h.style)
	})
	return compressed(mux)
}

// page is what the template shows.
type page struct {
	Title    string
	Tabs     []link
	Form     form
	Panels   []panel
	Demo     bool
	Empty    bool
	Endpoint string
	Status   status
	Period   string
	Rendered string
}

type link struct {
	Text, Href string
	Current    bool
}

func (h *handler) page(t tab) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), maxWait)
		defer cancel()
		p, err := h.build(ctx, t, r)
		if err != nil {
			h.failed(w, r, err)
			return
		}
		var out bytes.Buffer
		if err := h.layout.ExecuteTemplate(&out, "page.html", p); err != nil {
			h.failed(w, r, err)
			return
		}
		secure(w.Header())
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(out.Bytes())
	}
}

func secure(header http.Header) {
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
}

// failed answers without what an error might hold.
func (h *handler) failed(w http.ResponseWriter, r *http.Request, err error) {
	secure(w.Header())
	switch {
	case errors.Is(err, errUnknown):
		http.Error(w, err.Error(), http.StatusNotFound)
	case errors.Is(err, questions.ErrNotKept):
		http.Error(w, err.Error(), http.StatusNotImplemented)
	case r.Context().Err() != nil: // nobody waits
	default:
		h.Log.Error("page", "path", r.URL.Path, "error", err)
		http.Error(w, "The page could not be made; the server's log says why.", http.StatusServiceUnavailable)
	}
}

var errUnknown = errors.New("there is no such page")

// asked is a question with its answer.
type asked struct {
	questions.Question
	questions.Table
	err error
}

// ask asks several questions at once.
func (h *handler) ask(ctx context.Context, f questions.Filter, names ...string) map[string]asked {
	type named struct {
		name   string
		answer asked
	}
	answers := make(chan named, len(names))
	for _, name := range names {
		go func() {
			q, ok := questions.Get(name)
			if !ok {
				answers <- named{name, asked{err: errUnknown}}
				return
			}
			table, err := h.Source.Ask(ctx, q, adjusted(name, f))
			answers <- named{name, asked{q, table, err}}
		}()
	}
	all := map[string]asked{}
	for range names {
		n := <-answers
		all[n.name] = n.answer
	}
	return all
}

// retentionWeeks are the cohorts that are shown at least.
const retentionWeeks = 12

// adjusted is f for one question: cohorts need whole weeks, and enough of them.
func adjusted(name string, f questions.Filter) questions.Filter {
	if name == "retention" {
		monday := f.To - (f.To+3)%7
		f.From = min(f.From-(f.From+3)%7, monday-7*(retentionWeeks-1))
	}
	return f
}
