package catalog_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

var versionForm = regexp.MustCompile(`^v?[0-9]+(\.[0-9]+){0,2}([-+][-+.0-9A-Za-z]*)?$`)

// declared says, from the declaration alone and without haste, whether an event
// may be recorded.
func declared(c *catalog.Catalog, commands []string, e telemetry.Event) bool {
	d, ok := c.Lookup(e.Name)
	if !ok {
		return false
	}
	args, errMsg := false, false
	known := map[string]func(string) bool{}
	for _, a := range d.Attributes() {
		switch a.Kind() {
		case catalog.KindArguments:
			args = true
		case catalog.KindErrorText:
			errMsg = true
		case catalog.KindVersion:
			known[a.Key()] = func(v string) bool { return len(v) <= 64 && versionForm.MatchString(v) && !strings.HasSuffix(v, "\n") }
		case catalog.KindCommands:
			known[a.Key()] = func(v string) bool { return slices.Contains(commands, v) }
		default:
			known[a.Key()] = func(v string) bool { return slices.Contains(a.Values(), v) }
		}
	}
	for _, a := range e.Attrs {
		if allowed := known[a.Key]; allowed == nil || !allowed(a.Value) {
			return false
		}
	}
	return (args || e.Args == "") && (errMsg || e.ErrMsg == "")
}

func FuzzCheck(f *testing.F) {
	tt := newTool(f)
	commands := []string{"deploy", "remote add"}
	f.Add("command.invoke", "outcome", "ok", "took", "<1s", "", "")
	f.Add("command.invoke", "git", "v1.2.3-rc.1", "command", "remote add", "", "")
	f.Add("command.invoke", "git", "1.2.3\n", "files", "2-9", "", "")
	f.Add("tool.crash", "command", "deploy", "command", "deploy", "deploy --now", "index out of range")
	f.Add("command.invoke", "outcome", "ok", "size", "<1KiB", "x", "")
	f.Add("command.invoke", "dry_run", "true", "outcome", "exploded", "", "x")
	f.Fuzz(func(t *testing.T, name, key1, value1, key2, value2, args, errMsg string) {
		e := event(name, telemetry.String(key1, value1), telemetry.String(key2, value2))
		e.Args, e.ErrMsg = args, errMsg
		asked := slices.Clone(e.Attrs)
		if args != "" {
			asked = append(asked, telemetry.String("args", args))
		}
		if errMsg != "" {
			asked = append(asked, telemetry.String("err_msg", errMsg))
		}
		before := slices.Clone(asked)
		_, err := tt.Check(name, asked)
		if want := declared(tt.Catalog, commands, e); key1 != "args" && key1 != "err_msg" && key2 != "args" && key2 != "err_msg" && (err == nil) != want {
			t.Fatalf("declared: %v, but the error is %v", want, err)
		}
		if !slices.Equal(asked, before) {
			t.Error("the attributes were modified")
		}
		if err == nil {
			return
		}
		if wantKind(t, err, telemetry.ErrRejected); strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }) || len(err.Error()) > 700 {
			t.Errorf("error %q", err)
		}
	})
}

func FuzzDeclaration(f *testing.F) {
	f.Add("mytool", "why", "command.invoke", "one run", "outcome", "how it ended", "ok")
	f.Add("my_tool", "# a\n- b", "`x`", "1. a", "a`", "```", "``")
	f.Add("t", "<b>&amp;</b> [a](b) *c* __d__ ~e~ \\ | f", "e", "=\n---", "k", "+ : 2) #", "a b")
	f.Add("t", strings.Repeat("- word # ", 40), "e", strings.Repeat("x", 200), "k", "2) 3. 4", "user@example.com")
	f.Add("t", "p", "e", "p", "password", "p", "x")
	f.Fuzz(func(t *testing.T, tool, purpose, name, about, key, why, value string) {
		c := catalog.New(tool, purpose)
		a := c.Enum(key, why, value)
		e := c.Event(name, about, a)
		err := c.Err()
		var b strings.Builder
		if noticeErr := c.WriteNotice(&b); (err == nil) != (noticeErr == nil) || (err == nil) != (len(c.Version()) == 12) {
			t.Fatalf("Err %v, WriteNotice %v, Version %q", err, noticeErr, c.Version())
		}
		if err != nil {
			wantKind(t, err, telemetry.ErrConfig)
			return
		}
		holdsStructure(t, b.String(), c, e, a)

		var m memory
		if err := e.Record(t.Context(), newRecorder(t, c, &m), a.Of(value)); err != nil {
			t.Errorf("what is declared does not arrive: %v", err)
		}
	})
}

// holdsStructure checks that the notice is the document that it would be with
// texts of plain letters, and that the texts can be read in it.
func holdsStructure(t *testing.T, notice string, c *catalog.Catalog, e *catalog.Event, a *catalog.Enum) {
	t.Helper()
	headings, items := 0, 0
	for line := range strings.SplitSeq(notice, "\n") {
		word, _, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
		switch {
		case strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "## "):
			headings++
		case strings.HasPrefix(line, "- "):
			items++
		case word != "" && strings.ContainsRune("#+-=:|>*~", rune(word[0])), regexp.MustCompile(`^[0-9]+[.)]`).MatchString(word):
			t.Errorf("a line begins with a block: %q", line)
		case strings.HasPrefix(line, "   "):
			t.Errorf("a line is indented: %q", line)
		}
	}
	if headings != 4 || items != 10 {
		t.Errorf("the notice has %d headings and %d items, want 4 and 10:\n%s", headings, items, notice)
	}
	text := rendered(t, notice)
	for _, want := range []string{"What " + c.Tool() + " records", c.Purpose(), e.Name(), e.Purpose(), a.Key() + " (always " + a.Values()[0] + "): " + a.Purpose()} {
		if want = strings.Join(strings.Fields(want), " "); !strings.Contains(text, want) {
			t.Errorf("%q cannot be read in\n%s", want, text)
		}
	}
}

// rendered returns the notice's text as a reader of rendered Markdown sees it. A
// character that would be markup is an error.
func rendered(t *testing.T, notice string) string {
	t.Helper()
	var b strings.Builder
	for i := 0; i < len(notice); i++ {
		switch c := notice[i]; c {
		case '\\':
			i++
			if i < len(notice) {
				b.WriteByte(notice[i])
			}
		case '`':
			n := 1
			for notice[i+n] == '`' {
				n++
			}
			span, _, closed := strings.Cut(notice[i+n:], strings.Repeat("`", n))
			if !closed {
				t.Fatalf("a code span does not end: %.40q", notice[i:])
			}
			i += 2*n + len(span) - 1
			for i+1 < len(notice) && notice[i+1] == '`' {
				// The fence was a part of a longer run, which belongs to the span.
				t.Fatalf("a code span ends in a longer run: %.40q", notice[i-n:])
			}
			if strings.HasPrefix(span, " ") && strings.HasSuffix(span, " ") {
				span = strings.TrimSuffix(strings.TrimPrefix(span, " "), " ")
			}
			b.WriteString(span)
		case '*', '[', ']', '<', '|', '~':
			t.Errorf("%q is markup in %.40q", c, notice[max(0, i-20):])
		default:
			b.WriteByte(c)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
