package modules

// A need is one requirement that a module's go.mod may have.
type need struct {
	path string // "/x" is a sibling in directory x
	why  string
}

// The reasons that several modules share.
const (
	theEvent   = "its API speaks of telemetry's events and policy"
	redaction  = "telemetry redacts before any sink sees an event"
	theApp     = "app needs it"
	aFramework = "is a framework that a tool of the examples is built with"
	theFiles   = "locks, private files and lines are written once, there"
	posting    = "holds the rules for posting, which are written once"
	subject    = "is what is tested, measured or shown"
)

func onDisk(more ...need) []need {
	return append([]need{{"/internal", theFiles}, {"/telemetry", theEvent}, {"/redact", redaction}}, more...)
}

func exporter(more ...need) []need {
	return append([]need{{"/internal", posting}, {"/telemetry", theEvent}, {"/redact", redaction}}, more...)
}

func adapter(framework ...need) []need {
	all := []need{
		{"/app", "is what it puts into a tree of commands"},
		{"/internal", "its tests run tools in homes of their own"},
		{"/redact", redaction},
		{"/telemetry", theEvent},
	}
	for _, path := range []string{
		"/catalog", "/consent", "/machineid", "/sinks/file", "/sinks/spool",
		"github.com/BurntSushi/toml", "github.com/denisbrodbeck/machineid", "golang.org/x/sys", "golang.org/x/term",
	} {
		all = append(all, need{path, theApp})
	}
	return append(all, framework...)
}

// needs lists every requirement of every module, by the module's directory. Of
// a published module that is all of go.mod, since users inherit the indirect
// lines as well; of one that is never tagged, the direct ones.
//
// No entry for a module's test libraries exists on purpose: published modules
// test with the standard library only.
var needs = map[string][]need{
	"redact":   {},
	"internal": {},
	"telemetry": {
		{"/redact", redaction},
	},
	"machineid": {
		{"github.com/denisbrodbeck/machineid", "knows where Linux and Windows keep the ID"},
		{"golang.org/x/sys", "denisbrodbeck/machineid reads the Windows registry with it and names no version"},
	},
	"consent": onDisk(need{"github.com/BurntSushi/toml", "the consent file is TOML, shared with the Rust crate"}),
	"sinks/memory": {
		{"/telemetry", theEvent},
		{"/redact", redaction},
	},
	"sinks/file":    onDisk(),
	"sinks/http":    exporter(),
	"sinks/otlp":    exporter(need{"google.golang.org/protobuf", "writes and reads the wire format of OTLP's messages"}),
	"sinks/posthog": exporter(),
	"sinks/segment": exporter(),
	"sinks/spool":   onDisk(),
	"catalog": {
		{"/telemetry", theEvent},
		{"/redact", redaction},
	},
	"adapters/cobra": adapter(
		need{"github.com/inconshreveable/mousetrap", "cobra uses it on Windows"},
		need{"github.com/spf13/cobra", "is the framework"},
		need{"github.com/spf13/pflag", "cobra's flags are its"},
	),
	"adapters/kong":   adapter(need{"github.com/alecthomas/kong", "is the framework"}),
	"adapters/urfave": adapter(need{"github.com/urfave/cli/v3", "is the framework"}),
	"app": {
		{"/telemetry", theEvent},
		{"/redact", redaction},
		{"/catalog", "what is recorded is what the catalog declares"},
		{"/consent", "resolves and records the user's decision"},
		{"/internal", "opens, locks and replaces the files of the directory for state"},
		{"/machineid", "stamps events with the machine's identity"},
		{"/sinks/file", "keeps the events that show prints"},
		{"/sinks/spool", "queues the events for the Exporter"},
		{"golang.org/x/term", "tells a terminal from another device, before anybody is asked"},
		{"golang.org/x/sys", "tells the terminal's foreground and line mode, and starts the sender; machineid and x/term use it"},
		{"github.com/BurntSushi/toml", "consent reads its file with it"},
		{"github.com/denisbrodbeck/machineid", "machineid reads the ID with it"},
	},
	"server": {
		{"/internal", "locks the store's directory against a second server"},
		{"/telemetry", theEvent},
		{"golang.org/x/crypto", "keeps the password of the pages as a bcrypt hash"},
		{"/sinks/http", "is what its tests send with"},
		{"/sinks/otlp", "is what its tests send with"},
		{"google.golang.org/protobuf", "reads and writes the wire format of OTLP's messages"},
		{"modernc.org/sqlite", "is the store, without cgo"},
	},

	"examples": {
		{"/adapters/cobra", subject},
		{"/adapters/kong", subject},
		{"/adapters/urfave", subject},
		{"/app", subject},
		{"/catalog", subject},
		{"/internal", "their tests run the tools in homes of their own"},
		{"/sinks/http", subject},
		{"/sinks/memory", subject},
		{"/sinks/otlp", subject},
		{"/telemetry", subject},
		{"github.com/alecthomas/kong", aFramework},
		{"github.com/charmbracelet/fang", aFramework},
		{"github.com/google/subcommands", aFramework},
		{"github.com/hashicorp/cli", aFramework},
		{"github.com/peterbourgon/ff/v4", aFramework},
		{"github.com/spf13/cobra", aFramework},
		{"github.com/urfave/cli/v3", aFramework},
	},
	"features": {
		{"/catalog", subject},
		{"/telemetry", subject},
		{"/adapters/cobra", subject},
		{"/app", subject},
		{"github.com/spf13/cobra", "is what the tool of the scenarios is built with"},
		{"/redact", subject},
		{"/consent", subject},
		{"/machineid", subject},
		{"/sinks/file", subject},
		{"/sinks/http", subject},
		{"/sinks/memory", subject},
		{"/sinks/otlp", subject},
		{"/sinks/spool", subject},
		{"github.com/cucumber/godog", "runs the Gherkin scenarios"},
		{"github.com/gkampitakis/go-snaps", "compares what is recorded with reviewed snapshots"},
	},
	"tools": {
		{"github.com/rogpeppe/go-internal", "runs the sessions of the documentation, each in a home of its own"},
		{"github.com/santhosh-tekuri/jsonschema/v6", "holds the golden lines to the published JSON Schema"},
		{"golang.org/x/mod", "reads go.work and go.mod, and packs modules as the module proxy does"},
		{"golang.org/x/tools", "reads the types that modules export"},
	},
}
