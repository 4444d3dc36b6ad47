package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var (
	phone = view{"phone", 390, 844, false}
	desk  = view{"desk", 1280, 800, false}
)

func dark(v view) view { return view{v.name + ", dark", v.width, v.height, true} }

// pagesOfADemonstration are all pages, and some with filters.
func pagesOfADemonstration() []string {
	day := func(ago int) string { return time.Now().UTC().AddDate(0, 0, -ago).Format(time.DateOnly) }
	return []string{
		"/", "/versions?days=90&os=linux", "/commands", "/failures?command=deploy", "/where", "/retention", "/health",
		"/?version=v1.6.0&from=" + day(40) + "&to=" + day(20), "/nothing",
	}
}

// axeScript returns axe-core, or nothing if the variable AXE does not say where it
// is.
func axeScript(t *testing.T) string {
	t.Helper()
	path := os.Getenv("AXE")
	if path == "" {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// accessible reports what axe finds against the page that is open, with all that
// can be unfolded.
func (c *chromium) accessible(t *testing.T, axe string) {
	t.Helper()
	if axe == "" {
		t.Skip("AXE does not say where axe.min.js is; see README.md")
	}
	c.value(axe+"\n;null", nil)
	var result struct {
		Rules int
		Found []string
	}
	c.value(`for (const d of document.querySelectorAll("details")) d.open = true;
axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => ({
  rules: r.passes.length,
  found: r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.failureSummary).join(" | ")),
}))`, &result)
	if result.Rules < 10 {
		t.Errorf("only %d rules of axe were applied", result.Rules)
	}
	for _, found := range result.Found {
		t.Error(found)
	}
}

// fits reports a page that is wider than its window.
func (c *chromium) fits(t *testing.T) {
	t.Helper()
	var width struct{ Page, Window int }
	c.value(`({page: document.documentElement.scrollWidth, window: innerWidth})`, &width)
	if width.Page > width.Window {
		t.Errorf("the page is %d wide in a window of %d", width.Page, width.Window)
	}
}

// quiet reports what the browser complained about since the page was opened, a
// refusal by the page's own policy among it, and requests to another host.
func (c *chromium) quiet(t *testing.T, base, allowed string) {
	t.Helper()
	for _, m := range c.taken("Log.entryAdded", "Runtime.exceptionThrown", "Network.requestWillBeSent") {
		var p struct {
			Entry   struct{ Level, Text string }
			Request struct{ URL string }
		}
		if err := json.Unmarshal(m.Params, &p); err != nil {
			t.Fatal(err)
		}
		switch {
		case m.Method == "Network.requestWillBeSent":
			if !strings.HasPrefix(p.Request.URL, base+"/") && !strings.HasPrefix(p.Request.URL, "data:") { // a browser's own pictures
				t.Errorf("the page asked for %s", p.Request.URL)
			}
		case allowed != "" && strings.Contains(p.Entry.Text, allowed):
		default:
			t.Errorf("the browser says %s", m.Params)
		}
	}
}

// shot writes a picture of the whole page, if the variable PICTURES says where.
func (c *chromium) shot(v view, name string) {
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	var height int
	c.value("document.documentElement.scrollHeight", &height)
	c.look(view{v.name, v.width, min(height, 4000), v.dark})
	name = strings.Trim(strings.NewReplacer("/", "-", "?", "-", "&", "-", "=", "", ", ", "-").Replace(v.name+name), "-")
	c.picture(filepath.Join(dir, name+".png"))
	c.look(v)
}

func TestThePagesAreAccessibleFitAndAskNobodyElse(t *testing.T) {
	base := started(t, "demo", "--machines", "100")
	axe := axeScript(t)
	for _, v := range []view{desk, dark(phone)} {
		t.Run(v.name, func(t *testing.T) {
			c := startChromium(t)
			c.look(v)
			for _, path := range pagesOfADemonstration() {
				t.Run(path, func(t *testing.T) {
					c.open(base + path)
					c.fits(t)
					c.quiet(t, base, map[bool]string{true: "404"}[path == "/nothing"])
					c.shot(v, path)
					c.accessible(t, axe)
					c.fits(t)
				})
			}
		})
	}
}

func TestTheEmptyPageIsAccessibleAndSaysWhatToPaste(t *testing.T) {
	base := started(t, "serve", "--accept-any", "--data", t.TempDir())
	for _, v := range []view{desk, dark(phone)} {
		t.Run(v.name, func(t *testing.T) {
			c := startChromium(t)
			c.look(v)
			c.open(base + "/")
			c.fits(t)
			c.quiet(t, base, "")
			c.shot(v, "/empty")
			var text string
			c.value("document.body.innerText", &text)
			if !strings.Contains(text, "curl "+base+"/v1/events") {
				t.Errorf("no line to paste: %s", text)
			}
			c.accessible(t, axeScript(t))
		})
	}
}

func TestThePagesWantThePassword(t *testing.T) {
	const password = "a password of some length"
	base := started(t, "serve", "--accept-any", "--data", t.TempDir(), "--password-hash", hashOf(t, password))
	c := startChromium(t)
	c.look(phone)
	c.do("Fetch.enable", map[string]any{"handleAuthRequests": true}, nil)
	answers := []map[string]any{{"response": "CancelAuth"}, {"response": "ProvideCredentials", "username": "", "password": password}}
	for _, answer := range answers {
		c.taken()
		c.send("Page.navigate", map[string]any{"url": base + "/"})
		c.answerRequests(answer)
		if answer["response"] == "CancelAuth" {
			c.shot(phone, "/password")
			c.fits(t)
			var text string
			c.value("document.body.innerText", &text)
			if !strings.Contains(text, "want a password") || strings.Contains(text, "curl") {
				t.Errorf("without the password: %s", text)
			}
			t.Run("axe", func(t *testing.T) { c.accessible(t, axeScript(t)) })
		}
	}
	var text string
	c.value("document.body.innerText", &text)
	if !strings.Contains(text, "curl") {
		t.Errorf("with the password: %s", text)
	}
}

// focused is the element that has the focus, and whether a person sees that.
type focused struct {
	Index   int // among all that can have it, in the order of the page
	Of      int
	Name    string
	Outline float64
	Seen    bool // it lies in the window
}

const focusedNow = `(() => {
  const all = [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")].filter(e => e.checkVisibility())
  const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e)
  return {index: all.indexOf(e), of: all.length, name: e.tagName + " " + (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40),
    outline: s.outlineStyle == "none" ? 0 : parseFloat(s.outlineWidth), seen: r.width > 0 && r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth}
})()`

func TestTheKeyboardReachesEverythingInOrderAndTheFocusIsSeen(t *testing.T) {
	base := started(t, "demo", "--machines", "40")
	c := startChromium(t)
	for _, v := range []view{desk, phone} {
		c.look(v)
		for _, path := range []string{"/", "/failures"} {
			t.Run(v.name+path, func(t *testing.T) {
				c.open(base + path)
				for want := 0; ; want++ {
					c.press("Tab")
					var f focused
					c.value(focusedNow, &f)
					if f.Index == -1 && want == f.Of || want > 1000 {
						break // beyond the last
					}
					if f.Index != want || f.Outline < 2 || !f.Seen {
						t.Fatalf("after %d times Tab: %+v", want+1, f)
					}
				}
			})
		}
	}
}

func TestTheFirstLinkSkipsToTheNumbers(t *testing.T) {
	base := started(t, "demo", "--machines", "40")
	c := startChromium(t)
	c.look(desk)
	c.open(base + "/")
	c.press("Tab")
	var f focused
	if c.value(focusedNow, &f); !strings.Contains(f.Name, "Skip to the numbers") || !f.Seen {
		t.Fatalf("the first stop is %+v", f)
	}
	c.press("Enter")
	c.press("Tab")
	var inside bool
	c.value(`document.querySelector(".panels").contains(document.activeElement)`, &inside)
	if !inside {
		c.value(focusedNow, &f)
		t.Errorf("after it the focus is at %+v", f)
	}
}

// A filter is set with the keyboard alone: the period, a date, and the button.
func TestAFilterIsSetByKeyboard(t *testing.T) {
	base := started(t, "demo", "--machines", "40")
	c := startChromium(t)
	c.look(desk)
	c.open(base + "/versions")
	c.value(`document.querySelector("select[name=days]").focus()`, nil)
	for range 3 { // the last period
		c.press("ArrowDown")
	}
	c.taken()
	c.value(`document.querySelector("form button").focus()`, nil)
	c.press("Enter")
	c.wait("Page.loadEventFired")
	var address string
	if c.value("location.href", &address); !strings.Contains(address, "/versions?") || !strings.Contains(address, "days=365") {
		t.Errorf("the address is %s", address)
	}
}
