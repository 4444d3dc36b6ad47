package modules

// A need is a requirement on a module from elsewhere.
type need struct {
	path, why string
	modules   string // directories of the modules that have it
}

// apps are app and what is built on it.
const apps = "app adapters/cobra adapters/kong adapters/urfave"

// needs lists every requirement on a module from elsewhere: of a published module
// also the indirect ones, which its users inherit.
//
// No test library is among them on purpose: published modules test with the standard
// library only.
var needs = []need{
	{"github.com/BurntSushi/toml", "the consent file is TOML, shared with the Rust crate", "consent " + apps},
	{"github.com/denisbrodbeck/machineid", "knows where Linux and Windows keep the ID", "machineid " + apps},
	{"golang.org/x/sys", "reads the Windows registry for denisbrodbeck/machineid, which names no version; tells a terminal's foreground and line mode; starts the sender", "machineid " + apps},
	{"golang.org/x/term", "tells a terminal from another device, before anybody is asked", apps},
	{"google.golang.org/protobuf", "reads and writes the wire format of OTLP's messages", "sinks/otlp server"},
	{"golang.org/x/crypto", "keeps the password of the pages as a bcrypt hash", "server"},
	{"modernc.org/sqlite", "is the store, without cgo", "server"},

	{"github.com/alecthomas/kong", "is a framework", "adapters/kong examples"},
	{"github.com/charmbracelet/fang", "is a framework", "examples"},
	{"github.com/google/subcommands", "is a framework", "examples"},
	{"github.com/hashicorp/cli", "is a framework", "examples"},
	{"github.com/inconshreveable/mousetrap", "cobra uses it on Windows", "adapters/cobra"},
	{"github.com/peterbourgon/ff/v4", "is a framework", "examples"},
	{"github.com/spf13/cobra", "is a framework", "adapters/cobra examples features"},
	{"github.com/spf13/pflag", "cobra's flags are its", "adapters/cobra"},
	{"github.com/urfave/cli/v3", "is a framework", "adapters/urfave examples"},

	{"github.com/cucumber/godog", "runs the Gherkin scenarios", "features"},
	{"github.com/gkampitakis/go-snaps", "compares what is recorded with reviewed snapshots", "features"},
	{"github.com/rogpeppe/go-internal", "runs the sessions of the documentation, each in a home of its own", "tools"},
	{"github.com/santhosh-tekuri/jsonschema/v6", "holds the golden lines to the published JSON Schema", "tools"},
	{"golang.org/x/mod", "reads go.work and go.mod, and packs modules as the module proxy does", "tools"},
	{"golang.org/x/tools", "reads the types that modules export", "tools"},
}
