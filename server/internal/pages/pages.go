package pages

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
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
	// Tools are the declared tools, whose words the pages use.
	Tools []declared.Tool
	// Endpoint is where tools send events, to be shown while there are none.
	Endpoint string
	// Demo says on each page that the data is made up.
	Demo bool
	// Log gets what fails: slog.Default.
	Log *slog.Logger
}

// Assets are what the pages load, with its type: the same for everybody.
var Assets = map[string]string{"/style.css": "text/css; charset=utf-8", "/icon.svg": "image/svg+xml"}

// maxWait is how long a page waits for its answers.
const maxWait = 30 * time.Second

// policy lets the pages load their own style sheet, send their own form, and
// nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type handler struct {
	Config
	layout *template.Template
	tools  map[string]declared.Tool
}

// New returns the pages. Who may see them is the caller's business.
func New(c Config) http.Handler {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	h := &handler{Config: c, layout: layout(), tools: map[string]declared.Tool{}}
	for _, t := range c.Tools {
		h.tools[t.Name] = t
	}
	mux := http.NewServeMux()
	for _, t := range tabs {
		mux.HandleFunc("GET "+t.Path, h.page(t))
	}
	mux.HandleFunc("GET /q/{file}", h.download)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { h.failed(w, r, errUnknown) })
	for name, contentType := range Assets {
		mux.HandleFunc("GET "+name, func(w http.ResponseWriter, _ *http.Request) {
			text, err := files.ReadFile("templates" + name)
			if err != nil { // it is part of the program
				panic(err)
			}
			w.Header().Set("Content-Type", contentType)
			w.Header().Set("X-Content-Type-Options", "nosniff")
			w.Header().Set("Cache-Control", "max-age=300")
			_, _ = w.Write(text)
		})
	}
	return compressed(mux)
}

// page is what the template shows.
type page struct {
	Title    string
	Tool     string
	Tabs     []link
	Form     form
	Panels   []panel
	Demo     bool
	Empty    bool
	Endpoint string
	Sample   sample
	Refused  []string // why events were not taken, while there are none
	Status   status
	Period   string
	Rendered string
	Message  string // instead of all else
}

// sample is an event to send by hand, which the server takes.
type sample struct {
	Tool, Key, Event string
	Attributes       bool
}

func sampleOf(tools []declared.Tool) sample {
	s := sample{Tool: "mytool", Event: "command.invoke", Attributes: true}
	if len(tools) > 0 {
		s.Tool, s.Key = tools[0].Name, tools[0].Key
		if events := slices.Sorted(maps.Keys(tools[0].Events)); len(events) > 0 {
			s.Event, s.Attributes = events[0], false
		}
	}
	return s
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

// layout is the templates, of which page.html is the outermost.
var layout = sync.OnceValue(func() *template.Template { return template.Must(template.ParseFS(files, "templates/*.html")) })

// Notice answers with a page that has a title and a sentence only.
func Notice(w http.ResponseWriter, status int, title, message string) {
	var out bytes.Buffer
	if err := layout().ExecuteTemplate(&out, "page.html", page{Title: title, Message: message}); err != nil { // of none of this program's words
		http.Error(w, message, status)
		return
	}
	secure(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
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
	switch {
	case errors.Is(err, errUnknown):
		Notice(w, http.StatusNotFound, "Not found", "There is no such page.")
	case errors.Is(err, questions.ErrNotKept):
		Notice(w, http.StatusNotImplemented, "Not kept", "This store does not keep what the question asks for.")
	case r.Context().Err() != nil: // nobody waits
	default:
		h.Log.Error("page", "path", r.URL.Path, "error", err)
		Notice(w, http.StatusServiceUnavailable, "Not now", "The page could not be made; the server's log says why.")
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
