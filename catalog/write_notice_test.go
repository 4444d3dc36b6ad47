package catalog_test

import (
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

var update = flag.Bool("update", false, "write the golden files anew")

func notice(tb testing.TB, c *catalog.Catalog) string {
	tb.Helper()
	var b strings.Builder
	if err := c.WriteNotice(&b); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// oddCatalog has texts that mean something in Markdown.
func oddCatalog(tb testing.TB) *catalog.Catalog {
	tb.Helper()
	c := catalog.New("my_tool", "# A purpose *with* <b>markup</b>, a [link](https://example.com), an &amp; and an &#39; entity; A_B, `code`, ~~struck~~ text,\n| a table | and snake_case _under_ \\ score.")
	a := c.Enum("a_b", "1. not a list, and the rest of this line is long enough to be broken right before a hyphen: - + # = 2) ok", "two words", "``", "a`b", "x*y", "-", "#")
	b := c.Commands("command", "- which command")
	b.Allow("never in the notice")
	c.Event("odd._event_", "- not a list item, *nor* this", a, b, c.ErrorText("what went wrong"))
	c.Event("lonely", "+ nothing besides")
	if err := c.Err(); err != nil {
		tb.Fatal(err)
	}
	return c
}

func TestNoticeIsAsPublished(t *testing.T) {
	quiet := catalog.New("mytool", "Nothing yet.")
	quiet.Enum("unused", "in no event", "x")
	plain := catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
	plain.Event("command.invoke", "one run of a command",
		plain.Enum("command", "which command ran", "deploy", "status", "init"),
		plain.Enum("outcome", "how it ended", "ok", "error", "cancelled"),
		plain.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute))
	for name, c := range map[string]*catalog.Catalog{"plain": plain, "all_kinds": newTool(t).Catalog, "odd_texts": oddCatalog(t), "no_events": quiet} {
		t.Run(name, func(t *testing.T) {
			file, got := "testdata/"+name+".golden.md", notice(t, c)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the notice is\n%s\nwant\n%s", got, want)
			}
			for i, line := range strings.Split(got, "\n") {
				if n := utf8.RuneCountInString(line); n > 81 || strings.TrimRight(line, " ") != line || strings.ContainsRune(line, 0) {
					t.Errorf("line %d has %d columns: %q", i+1, n, line)
				}
			}
			if !strings.Contains(got, c.Version()) || strings.Contains(strings.ToLower(got), "anonym") || strings.Contains(got, "unused") || strings.Contains(got, "never in the notice") {
				t.Error("the notice misses the version, or says too much")
			}
		})
	}
}

// What opens a list or a heading does so at the beginning of a line only, and
// where lines begin depends on what stands before.
func TestNoticeBreaksLinesWithoutStartingBlocks(t *testing.T) {
	for _, word := range []string{"#", "##", "-", "+", "=", "---", "===", "1.", "23)", ":--", ">", "*", "~~~", "```", "|"} {
		for n := 1; n < 45; n++ {
			c := catalog.New("mytool", strings.Repeat("x ", n)+word+" y")
			a := c.Enum(strings.Repeat("k", n+20), strings.Repeat("x", n)+" "+word+" y", "a "+word+" b "+word+" c")
			e := c.Event("e", strings.Repeat("x ", n)+word, a)
			holdsStructure(t, notice(t, c), c, e, a)
		}
	}
}

// What is never recorded depends on what is.
func TestNoticeSaysWhatFreeTextMeans(t *testing.T) {
	const (
		noArgs, noErrors = "- command-line arguments, and anything else that you type\n", "- the text of errors\n"
		mention          = " can mention such things."
	)
	for name, tt := range map[string]struct {
		attrs func(*catalog.Catalog) []catalog.Attribute
		says  []string
		not   []string
	}{
		"neither": {func(*catalog.Catalog) []catalog.Attribute { return nil }, []string{noArgs, noErrors}, []string{mention}},
		"unused":  {func(c *catalog.Catalog) []catalog.Attribute { c.ErrorText("why"); c.Arguments("why"); return nil }, []string{noArgs, noErrors}, []string{mention}},
		"args": {
			func(c *catalog.Catalog) []catalog.Attribute { return []catalog.Attribute{c.Arguments("why")} },
			[]string{noErrors, "- `args` (the command line, with credentials", "The text in `args`" + mention},
			[]string{noArgs},
		},
		"errors": {
			func(c *catalog.Catalog) []catalog.Attribute { return []catalog.Attribute{c.ErrorText("why")} },
			[]string{noArgs, "- `err_msg` (the text of an error, with credentials", "The text in `err_msg`" + mention},
			[]string{noErrors},
		},
		"both": {
			func(c *catalog.Catalog) []catalog.Attribute {
				return []catalog.Attribute{c.ErrorText("why"), c.Arguments("why")}
			},
			[]string{"The text in `args` and `err_msg`" + mention},
			[]string{noErrors, noArgs},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := catalog.New("mytool", "why")
			c.Event("e", "why", tt.attrs(c)...)
			got := notice(t, c)
			for _, text := range tt.says {
				if !strings.Contains(got, text) {
					t.Errorf("the notice does not say %q:\n%s", text, got)
				}
			}
			for _, text := range tt.not {
				if strings.Contains(got, text) {
					t.Errorf("the notice says %q:\n%s", text, got)
				}
			}
		})
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestNoticeReportsWhatTheWriterDoes(t *testing.T) {
	tt := newTool(t)
	full := errors.New("full")
	err := tt.WriteNotice(writer(func([]byte) (int, error) { return 0, full }))
	if wantKind(t, err, telemetry.ErrIO, "catalog: write notice"); !errors.Is(err, full) {
		t.Errorf("error %v is not the writer's", err)
	}
	err = tt.WriteNotice(writer(func(p []byte) (int, error) { return len(p) - 1, nil }))
	if wantKind(t, err, telemetry.ErrIO); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v, want a short write", err)
	}
	wantKind(t, tt.WriteNotice(nil), telemetry.ErrConfig, "pass WriteNotice a writer")
	writes := 0
	if err := tt.WriteNotice(writer(func(p []byte) (int, error) { writes++; return len(p), nil })); err != nil || writes != 1 {
		t.Errorf("%d writes, error %v", writes, err)
	}
}
