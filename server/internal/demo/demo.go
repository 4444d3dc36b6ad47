package demo

import (
	"encoding/binary"
	"encoding/hex"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/store"
	"github.com/optin-go/optin/telemetry"
)

// Tool is the name of the made-up tool.
const Tool = "shipit"

// Declared is what the made-up tool declares.
var Declared = declared.Tool{
	Name:   Tool,
	Events: map[string]declared.Event{"command.invoke": {Purpose: "one run of a command", Attributes: []string{"agent", "command", "host.arch", "install", "os.type", "outcome", "process.interactive", "took"}}},
	Attributes: map[string]declared.Attribute{
		"agent":               {Purpose: "which coding agent ran it", Values: []string{"none", "claude-code", "cursor", "codex", "gemini-cli", "other"}},
		"command":             {Purpose: "which command ran", Values: []string{"status", "deploy", "logs", "plan", "config set", "rollback", "init", "login", "secrets list", "env copy"}},
		"host.arch":           {Purpose: "the processor's architecture", Values: []string{"amd64", "arm64"}},
		"install":             {Purpose: "how it was installed", Values: []string{"apt", "go", "homebrew", "scoop", "script", "winget"}},
		"os.type":             {Purpose: "the operating system", Values: []string{"darwin", "freebsd", "linux", "windows"}},
		"outcome":             {Purpose: "how the run ended", Values: []string{"ok", "error", "cancelled", "panic"}},
		"process.interactive": {Purpose: "whether a person was at a terminal", Values: []string{"true", "false"}},
		"took":                {Purpose: "how long the run took", Values: took[:]},
	},
}

// Options say how much there is. Zero values are the defaults.
type Options struct {
	Machines int       // 600
	Days     int       // 90
	End      time.Time // events end here: now
	Seed     uint64    // 1
	// EventsScale multiplies how often a machine runs the tool on a day: 1.
	EventsScale float64
}

type release struct {
	version string
	day     int // of 90
}

var releases = []release{{"v1.4.2", -60}, {"v1.5.0", 9}, {"v1.5.1", 24}, {"v1.6.0", 47}, {"v2.0.0-rc.1", 58}, {"v2.0.0", 68}}

type command struct {
	name     string
	weight   float64
	failures float64
	took     [4]float64
}

var commands = []command{
	{"status", 30, 0.010, [4]float64{90, 9, 1, 0}},
	{"deploy", 22, 0.045, [4]float64{2, 28, 60, 10}},
	{"logs", 16, 0.015, [4]float64{35, 40, 20, 5}},
	{"plan", 12, 0.030, [4]float64{10, 60, 28, 2}},
	{"config set", 7, 0.080, [4]float64{99, 1, 0, 0}},
	{"rollback", 4, 0.060, [4]float64{2, 40, 55, 3}},
	{"init", 4, 0.050, [4]float64{70, 28, 2, 0}},
	{"login", 3, 0.120, [4]float64{5, 70, 25, 0}},
	{"secrets list", 2, 0.020, [4]float64{80, 20, 0, 0}},
	{"env copy", 1, 0.090, [4]float64{30, 50, 20, 0}},
}

var took = [4]string{"<1s", "1s-5s", "5s-1m", ">=1m"}

type choice[T any] struct {
	value  T
	weight float64
}

func pick[T any](r *rand.Rand, choices []choice[T]) T {
	total := 0.0
	for _, c := range choices {
		total += c.weight
	}
	at := r.Float64() * total
	for _, c := range choices {
		if at -= c.weight; at < 0 {
			return c.value
		}
	}
	return choices[len(choices)-1].value
}

var platforms = []choice[[2]string]{
	{[2]string{"linux", "amd64"}, 44},
	{[2]string{"darwin", "arm64"}, 31},
	{[2]string{"windows", "amd64"}, 14},
	{[2]string{"linux", "arm64"}, 7},
	{[2]string{"darwin", "amd64"}, 3},
	{[2]string{"freebsd", "amd64"}, 1},
}

var installs = map[string][]choice[string]{
	"linux":   {{"apt", 40}, {"go", 25}, {"script", 35}},
	"darwin":  {{"homebrew", 80}, {"go", 20}},
	"windows": {{"winget", 60}, {"scoop", 30}, {"go", 10}},
	"freebsd": {{"go", 1}},
}

// machine is one made-up user's.
type machine struct {
	id          string
	os, arch    string
	install     string
	from, to    int     // days
	perDay      float64 // chance to be used on a working day
	runs        float64 // a day of use, on average
	lag         int     // days after which it takes a release
	stays       bool    // with the version it began with
	agent       string
	agentShare  float64
	interactive float64
	offline     bool // sends late
	ahead       time.Duration
	developer   bool
}

func machines(r *rand.Rand, o Options) []machine {
	list := make([]machine, o.Machines)
	for i := range list {
		m := &list[i]
		var id [32]byte
		for j := 0; j < len(id); j += 8 {
			binary.LittleEndian.PutUint64(id[j:], r.Uint64())
		}
		m.id = hex.EncodeToString(id[:])
		platform := pick(r, platforms)
		m.os, m.arch = platform[0], platform[1]
		m.install = pick(r, installs[m.os])
		// Half were there before; the others come, more and more of them.
		m.from, m.to = -1, o.Days
		if r.Float64() < 0.5 {
			m.from = int(math.Sqrt(r.Float64()) * float64(o.Days))
		}
		if r.Float64() < 0.42 { // leaves, most of them soon
			m.to = max(m.from, 0) + int(r.ExpFloat64()*18)
		}
		m.perDay = 0.06 + 0.8*math.Pow(r.Float64(), 1.6)
		m.runs = (1.5 + r.ExpFloat64()*4.5) * o.EventsScale
		m.lag = int(r.ExpFloat64() * 9)
		m.stays = r.Float64() < 0.08
		m.interactive = pick(r, []choice[float64]{{0.97, 75}, {0.4, 15}, {0, 10}})
		m.agent = "none"
		if r.Float64() < 0.24 {
			m.agent = pick(r, []choice[string]{{"claude-code", 45}, {"cursor", 25}, {"codex", 18}, {"gemini-cli", 8}, {"other", 4}})
			m.agentShare = 0.15 + 0.6*r.Float64()
		}
		m.offline = r.Float64() < 0.05
		if r.Float64() < 0.01 {
			m.ahead = time.Duration(r.Int64N(int64(3 * time.Hour)))
		}
		m.developer = i%150 == 7
	}
	return list
}

// versionOn is the version that m has on a day.
func (m *machine) versionOn(on, days int) string {
	if m.developer {
		return "v2.1.0-dev"
	}
	version := releases[0].version
	for _, release := range releases {
		at := release.day * days / 90
		if release.version == "v2.0.0-rc.1" && m.lag > 1 {
			continue
		}
		if at+m.lag <= on && !(m.stays && at > max(m.from, 0)) || at <= m.from {
			version = release.version
		}
	}
	return version
}

// Events returns the events day by day, in the order of their arrival. Some are
// duplicates, and some would be refused.
func Events(o Options) iter.Seq[[]store.Arrived] {
	o = o.withDefaults()
	return func(yield func([]store.Arrived) bool) {
		r := rand.New(rand.NewPCG(o.Seed, 42))
		list := machines(r, o)
		start := o.End.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1-o.Days)
		var later []store.Arrived
		for on := range o.Days {
			today := start.AddDate(0, 0, on)
			var made []store.Arrived
			for i := range list {
				made = list[i].day(r, made, on, today, o)
			}
			tomorrow := today.AddDate(0, 0, 1)
			var now, wait []store.Arrived
			for _, a := range append(made, later...) {
				switch {
				case a.At.After(o.End):
				case a.At.Before(tomorrow):
					now = append(now, a)
				default:
					wait = append(wait, a)
				}
			}
			later = wait
			slices.SortStableFunc(now, func(a, b store.Arrived) int { return a.At.Compare(b.At) })
			if !yield(now) {
				return
			}
		}
	}
}

func (o Options) withDefaults() Options {
	if o.Machines <= 0 {
		o.Machines = 600
	}
	if o.Days <= 0 {
		o.Days = 90
	}
	if o.End.IsZero() {
		o.End = time.Now()
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.EventsScale <= 0 {
		o.EventsScale = 1
	}
	return o
}

// day adds what m does on one day.
func (m *machine) day(r *rand.Rand, events []store.Arrived, on int, today time.Time, o Options) []store.Arrived {
	if on < m.from || on > m.to {
		return events
	}
	chance := m.perDay
	if weekday := today.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		chance *= 0.22
	}
	first := on == m.from
	if !first && r.Float64() > chance {
		return events
	}
	version := m.versionOn(on, o.Days)
	runs := 1 + int(r.ExpFloat64()*m.runs)
	at := today.Add(time.Duration(8+r.IntN(6))*time.Hour + time.Duration(r.IntN(3600))*time.Second)
	for i := range min(runs, int(80*max(o.EventsScale, 1))) {
		c := pick(r, weighted)
		if first && i == 0 {
			c = commands[6]
		}
		events = m.run(r, events, c, version, at)
		at = at.Add(time.Duration(r.ExpFloat64() * 9 * float64(time.Minute) / max(o.EventsScale, 1)))
	}
	return events
}

var weighted = func() []choice[command] {
	var list []choice[command]
	for _, c := range commands {
		list = append(list, choice[command]{c, c.weight})
	}
	return list
}()

// run adds one run of a command.
func (m *machine) run(r *rand.Rand, events []store.Arrived, c command, version string, at time.Time) []store.Arrived {
	failures := c.failures
	if c.name == "deploy" {
		switch version {
		case "v1.6.0":
			failures = 0.19
		case "v2.0.0":
			failures = 0.02
		}
	}
	outcome := "ok"
	switch x := r.Float64(); {
	case x < failures:
		outcome = "error"
	case x < failures+0.012:
		outcome = "cancelled"
	case version == "v1.6.0" && x < failures+0.014:
		outcome = "panic"
	}
	agent, interactive := "none", r.Float64() < m.interactive
	if m.agent != "none" && r.Float64() < m.agentShare {
		agent, interactive = m.agent, false
	}
	ranges := []choice[string]{{took[0], c.took[0]}, {took[1], c.took[1]}, {took[2], c.took[2]}, {took[3], c.took[3]}}
	e := telemetry.Event{
		Name: "command.invoke", Tool: Tool, ToolVersion: version, MachineID: m.id,
		TimestampUTC: at.Add(m.ahead),
		Attrs: telemetry.Attrs{
			{Key: "agent", Value: agent},
			{Key: "command", Value: c.name},
			{Key: "host.arch", Value: m.arch},
			{Key: "install", Value: m.install},
			{Key: "os.type", Value: m.os},
			{Key: "outcome", Value: outcome},
			{Key: "process.interactive", Value: text(interactive)},
			{Key: "took", Value: pick(r, ranges)},
		},
	}
	binary.LittleEndian.PutUint64(e.ID[:], r.Uint64())
	binary.LittleEndian.PutUint64(e.ID[8:], r.Uint64())
	delay := time.Duration(r.ExpFloat64() * 6 * float64(time.Minute))
	if m.offline {
		delay += time.Duration(r.ExpFloat64() * 30 * float64(time.Hour))
	}
	arrived := store.Arrived{Event: e, At: at.Add(delay)}
	events = append(events, arrived)
	if r.Float64() < 0.004 { // an answer was lost, and the event is sent again
		arrived.At = arrived.At.Add(10 * time.Minute)
		events = append(events, arrived)
	}
	return events
}

func text(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// Fill puts the events into s.
func Fill(take func([]store.Arrived) error, o Options) error {
	for events := range Events(o) {
		for part := range slices.Chunk(events, 5000) {
			if err := take(part); err != nil {
				return err
			}
		}
	}
	return nil
}
