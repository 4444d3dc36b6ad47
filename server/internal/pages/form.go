package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/optin-go/optin/server/internal/questions"
)

// choice is a filter as the address has it.
type choice struct {
	Tool, Version, OS, Command string
	Days                       int64
	Dev                        bool
}

const (
	defaultDays = 28
	maxDays     = 400
)

func choiceOf(query url.Values) choice {
	c := choice{Tool: query.Get("tool"), Version: query.Get("version"), OS: query.Get("os"), Command: query.Get("command"), Dev: query.Get("dev") == "1", Days: defaultDays}
	if n, err := strconv.ParseInt(query.Get("days"), 10, 64); err == nil && n >= 1 && n <= maxDays {
		c.Days = n
	}
	return c
}

func (c choice) filter(now time.Time) questions.Filter {
	today := now.Unix() / 86400
	return questions.Filter{Tool: c.Tool, Version: c.Version, OS: c.OS, Command: c.Command, Dev: c.Dev, From: today - c.Days + 1, To: today}
}

// query is c as part of an address, without what is the default.
func (c choice) query() string {
	v := url.Values{}
	for key, value := range map[string]string{"tool": c.Tool, "version": c.Version, "os": c.OS, "command": c.Command} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if c.Days != defaultDays {
		v.Set("days", strconv.FormatInt(c.Days, 10))
	}
	if c.Dev {
		v.Set("dev", "1")
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// form is the filter, to be changed.
type form struct {
	Action  string
	Fields  []field
	Dev     bool
	Active  []link // what is chosen, each with the address without it
	Default string // the address with no filter but the tool
}

type field struct {
	Name, Label string
	Options     []option
}

type option struct {
	Value, Text string
	Selected    bool
}

func formOf(path string, c choice, tools []string, choices asked) form {
	values := map[string][]string{}
	for i := range choices.Rows {
		name := choices.Text(i, "field")
		values[name] = append(values[name], choices.Text(i, "value"))
	}
	slices.SortFunc(values["version"], func(a, b string) int { return compareVersions(b, a) })
	selectOf := func(name, label, everything, now string) field {
		f := field{Name: name, Label: label, Options: []option{{"", everything, now == ""}}}
		all := values[name]
		if now != "" && !slices.Contains(all, now) {
			all = append([]string{now}, all...)
		}
		for _, v := range all {
			f.Options = append(f.Options, option{v, v, v == now})
		}
		return f
	}
	tool := field{Name: "tool", Label: "Tool"}
	for _, t := range tools {
		tool.Options = append(tool.Options, option{t, t, t == c.Tool})
	}
	period := field{Name: "days", Label: "Period"}
	known := []int64{7, 28, 90, 365}
	if !slices.Contains(known, c.Days) {
		known = append(known, c.Days)
		slices.Sort(known)
	}
	for _, n := range known {
		days := strconv.FormatInt(n, 10)
		period.Options = append(period.Options, option{days, days + " days", n == c.Days})
	}
	f := form{Action: path, Dev: c.Dev, Default: path + choice{Tool: c.Tool, Days: c.Days}.query()}
	f.Fields = []field{
		tool, period, selectOf("version", "Version", "all releases", c.Version), selectOf("os", "System", "all", c.OS), selectOf("command", "Command", "all", c.Command),
	}
	for name, value := range map[string]*string{"version": &c.Version, "system": &c.OS, "command": &c.Command} {
		if *value == "" {
			continue
		}
		was := *value
		*value = ""
		f.Active = append(f.Active, link{Text: name + " " + was, Href: path + c.query()})
		*value = was
	}
	slices.SortFunc(f.Active, func(a, b link) int { return strings.Compare(a.Text, b.Text) })
	return f
}

// compareVersions orders by the numbers in versions; a pre-release comes before
// its release.
func compareVersions(a, b string) int {
	as, bs := versionParts(a), versionParts(b)
	if c := slices.Compare(as, bs); c != 0 {
		return c
	}
	aPre, bPre := strings.Contains(a, "-"), strings.Contains(b, "-")
	if aPre != bPre {
		if aPre {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

func versionParts(v string) []int {
	v, _, _ = strings.Cut(strings.TrimPrefix(v, "v"), "-")
	v, _, _ = strings.Cut(v, "+")
	var parts []int
	for part := range strings.SplitSeq(v, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			n = -1
		}
		parts = append(parts, n)
	}
	return parts
}
