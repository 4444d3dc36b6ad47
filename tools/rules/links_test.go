package rules

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var (
	// In the text, with a title or not; as a definition that the text refers to; in HTML.
	link = regexp.MustCompile(`(?m)\]\(\s*(?:<([^>\n]*)>|([^()\s<]+))(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)` +
		`|^ {0,3}\[[^\]\n]+\]:[ \t]*(?:<([^>\n]*)>|(\S+))` +
		`|\b(?:src|srcset|href)="([^"\s]+)"`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
	fence   = regexp.MustCompile("(?ms)^```.*?\n```")
	inCode  = regexp.MustCompile("`[^`\n]*`")
	dropped = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// Links of the pages to files, and to headings in them, lead there. Links to the web
// are not followed.
func TestLinksOfThePages(t *testing.T) {
	w := repositorytest.Open(t)
	links := 0
	for _, page := range files(t, w, ".md") {
		prose := inCode.ReplaceAllString(fence.ReplaceAllString(read(t, page), ""), "")
		for _, m := range link.FindAllStringSubmatch(prose, -1) {
			to := strings.Join(m[1:], "") // all of them but one are empty
			u, err := url.Parse(to)
			if err != nil {
				t.Errorf("%s: link %s: %v", page, to, err)
				continue
			}
			if u.Scheme != "" || u.Host != "" {
				continue
			}
			links++
			target := page
			if u.Path != "" {
				target = filepath.Join(filepath.Dir(page), filepath.FromSlash(u.Path))
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: link %s leads to no file: %v", page, to, err)
			} else if u.Fragment != "" && filepath.Ext(target) == ".md" && !anchors(read(t, target))[u.Fragment] {
				t.Errorf("%s: link %s leads to no heading", page, to)
			}
		}
	}
	if links < 200 {
		t.Errorf("found %d links, which cannot be all", links)
	}
}

// anchors returns the fragments that GitHub gives to the headings of a Markdown
// text.
func anchors(text string) map[string]bool {
	out := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		slug := strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")
		unique := slug
		for n := 1; out[unique]; n++ {
			unique = fmt.Sprintf("%s-%d", slug, n)
		}
		out[unique] = true
	}
	return out
}
