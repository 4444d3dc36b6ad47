package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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

// Links finds relative links of the Markdown file name under root, those in HTML
// too, that lead to no file, or to no heading of it. Links to the web are not
// followed.
func Links(root, name string) ([]Finding, error) {
	full := filepath.Join(root, filepath.FromSlash(name))
	text, err := os.ReadFile(full)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, m := range link.FindAllStringSubmatch(prose(string(text)), -1) {
		to := strings.Join(m[1:], "") // all of them but one are empty
		u, err := url.Parse(to)
		if err != nil {
			out = append(out, Finding(fmt.Sprintf("%s: link %s: %v", name, to, err)))
			continue
		}
		if u.Scheme != "" || u.Host != "" {
			continue
		}
		target := full
		if u.Path != "" {
			target = filepath.Join(filepath.Dir(full), filepath.FromSlash(u.Path))
		}
		info, err := os.Stat(target)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, Finding(fmt.Sprintf("%s: link %s leads to no file", name, to)))
			continue
		case err != nil:
			return nil, err
		}
		if u.Fragment == "" || info.IsDir() || filepath.Ext(target) != ".md" {
			continue
		}
		data, err := os.ReadFile(target)
		if err != nil {
			return nil, err
		}
		if !anchors(string(data))[u.Fragment] {
			out = append(out, Finding(fmt.Sprintf("%s: link %s leads to no heading", name, to)))
		}
	}
	return out, nil
}

// prose returns Markdown text without its code.
func prose(text string) string {
	return inCode.ReplaceAllString(fence.ReplaceAllString(text, ""), "")
}

// anchors returns the fragments that GitHub gives to the headings of a Markdown
// text.
func anchors(text string) map[string]bool {
	out := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		slug := strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")
		for n, unique := 1, slug; ; n++ {
			if !out[unique] {
				out[unique] = true
				break
			}
			unique = fmt.Sprintf("%s-%d", slug, n)
		}
	}
	return out
}
