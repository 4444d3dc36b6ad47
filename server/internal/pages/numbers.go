package pages

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// grouped is n with a thin space between thousands.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, parts...), ",")
}

// percent is part of whole: "4.5 %", and "–" of nothing.
func percent(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return rate(100 * float64(part) / float64(whole))
}

func rate(p float64) string {
	switch {
	case p == 0:
		return "0 %"
	case p < 9.95:
		return strconv.FormatFloat(p, 'f', 1, 64) + " %"
	}
	return strconv.FormatFloat(p, 'f', 0, 64) + " %"
}

// change says how now compares with before.
func change(now, before int64) (text, class string) {
	switch {
	case before == 0 && now == 0:
		return "none before either", ""
	case before == 0:
		return "none before", ""
	}
	p := 100 * (float64(now) - float64(before)) / float64(before)
	switch {
	case math.Abs(p) < 0.5:
		return "as before (" + grouped(before) + ")", ""
	case p >= 1000:
		return "▲ from " + grouped(before), "up"
	case p > 0:
		return fmt.Sprintf("▲ %.0f %% from %s", p, grouped(before)), "up"
	}
	return fmt.Sprintf("▼ %.0f %% from %s", -p, grouped(before)), "down"
}

// points compares rates in percentage points.
func points(now, nowOf, before, beforeOf int64) string {
	if nowOf == 0 || beforeOf == 0 {
		return "no runs before"
	}
	p := 100 * (float64(now)/float64(nowOf) - float64(before)/float64(beforeOf))
	old := percent(before, beforeOf)
	switch {
	case math.Abs(p) < 0.05:
		return "as before (" + old + ")"
	case p > 0:
		return fmt.Sprintf("▲ %.1f points from %s", p, old)
	}
	return fmt.Sprintf("▼ %.1f points from %s", -p, old)
}

func dayText(d int64) string { return time.Unix(d*86400, 0).UTC().Format("2 Jan") }

func dayFull(d int64) string { return time.Unix(d*86400, 0).UTC().Format("Mon 2 Jan 2006") }

func dayISO(d int64) string { return time.Unix(d*86400, 0).UTC().Format(time.DateOnly) }

// seconds is a duration in words, such as "5 minutes".
func seconds(n int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}} {
		if n >= unit.size {
			count := n / unit.size
			if count == 1 {
				return "1 " + unit.name
			}
			return strconv.FormatInt(count, 10) + " " + unit.name + "s"
		}
	}
	return "0 seconds"
}
