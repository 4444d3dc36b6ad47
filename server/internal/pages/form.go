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
	From, To                   int64 // days since 1970; 0: the last Days days
	Dev                        bool
}

const (
	defaultDays = 28
	maxDays     = 400
)

// choiceOf reads an address. What makes no sense in it counts as left out.
func choiceOf(query url.Values, now time.Time) choice {
	c := choice{Tool: query.Get("tool"), Version: query.Get("version"), OS: query.Get("os"), Command: query.Get("command"), Dev: query.Get("dev") == "1", Days: defaultDays}
	if n, err := strconv.ParseInt(query.Get("days"), 10, 64); err == nil && n >= 1 && n <= maxDays {
		c.Days = n
	}
	c.From, c.To = datesOf(query.Get("from"), query.Get("to"), dayOf(now))
	return c
}

// datesOf returns the days from and to; of one alone, four weeks from or until it.
// No range reaches beyond today.
func datesOf(from, to string, today int64) (first, last int64) {
	parse := func(s string) int64 {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil || t.Unix() <= 0 {
			return 0
		}
		return min(dayOf(t), today)
	}
	first, last = parse(from), parse(to)
	switch {
	case first == 0 && last == 0:
		return 0, 0
	case last == 0:
		last = min(first+defaultDays-1, today)
	case first == 0:
		first = last - defaultDays + 1
	case last < first:
		first, last = last, first
	}
	return max(first, last-maxDays+1), last
}

func dayOf(t time.Time) int64 { return t.Unix() / 86400 }

func (c choice) filter(now time.Time) questions.Filter {
	f := questions.Filter{Tool: c.Tool, Version: c.Version, OS: c.OS, Command: c.Command, Dev: c.Dev, From: c.From, To: c.To}
	if c.To == 0 {
		f.To = dayOf(now)
		f.From = f.To - c.Days + 1
	}
	return f
}

// query is c as part of an address, without what is the default.
func (c choice) query() string {
	v := url.Values{}
	for key, value := range map[string]string{"tool": c.Tool, "version": c.Version, "os": c.OS, "command": c.Command} {
		if value != "" {
			v.Set(key, value)
		}
	}
	switch {
	case c.To != 0:
		v.Set("from", dayISO(c.From))
		v.Set("to", dayISO(c.To))
	case c.Days != defaultDays:
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
	Action   string
	Fields   []field
	From, To string // dates; "": the period is one of the fields
	Today    string
	Dev      bool
	Active   []link // what is chosen, each with the address without it
}

type field struct {
	Name, Label string
	Options     []option
}

type option struct {
	Value, Text string
	Selected    bool
}

func formOf(path string, c choice, tools []string, choices asked, now time.Time) form {
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
	f := form{Action: path, Dev: c.Dev, Today: dayISO(dayOf(now)), Fields: []field{tool}}
	if c.To == 0 {
		f.Fields = append(f.Fields, period)
	} else {
		f.From, f.To = dayISO(c.From), dayISO(c.To)
		without := c
		without.From, without.To = 0, 0
		f.Active = append(f.Active, link{Text: "dates " + dayText(c.From) + " to " + dayText(c.To), Href: path + without.query()})
	}
	f.Fields = append(f.Fields,
		selectOf("version", "Version", "all releases", c.Version), selectOf("os", "System", "all", c.OS), selectOf("command", "Command", "all", c.Command))
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
