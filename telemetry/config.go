package telemetry

import (
	"errors"
	"fmt"
)

// Config says what a [Recorder] stamps on events and where they go.
type Config struct {
	// Tool is the tool's name, such as "mytool": at most [MaxNameBytes] ASCII
	// letters, digits, '.', '_', '-' and '/'. Required.
	Tool string
	// ToolVersion is the tool's version, such as "1.4.0": at most [MaxNameBytes] of
	// what a name may hold, and of '+', '~', ':', '(' and ')'. Required.
	ToolVersion string
	// Policy is the user's decision, usually that of consent.Resolver. The zero
	// value is [Disabled], and so is every value other than [Enabled].
	Policy CollectionPolicy
	// Salt makes the machine's identity this tool's own. Give each tool another
	// one, such as "mytool.telemetry.v1"; a new salt gives every machine a new
	// identity. Required when enabled.
	Salt string
	// MachineID returns the machine's identity for Salt: usually
	// machineid.Derive. It is called once, by New, and only when enabled. It
	// must not return an empty string. Required when enabled.
	MachineID func(salt string) string
	// Sink is where the events go. Nil is [NoopSink]. The Recorder does not
	// close it.
	Sink Sink
	// Redact removes more from Args, ErrMsg and attribute values than
	// [redact.String] does, which runs first. It may be called concurrently. If
	// it panics, the text is replaced as a whole. Nil is none.
	Redact func(string) string
	// Vocabulary says which events and attributes may be recorded, and which values
	// are fixed words that are not redacted: usually a catalog.Catalog. Nil is
	// everything, and all of it free text.
	Vocabulary Vocabulary
	// Attrs are stamped on every event, before those that are passed with it. The
	// Vocabulary is asked about them too. New copies them. Nil is none.
	Attrs []Attr
}

// check returns what is missing from c, or nil.
func (c *Config) check() error {
	switch {
	case c.Tool == "":
		return errors.New("Config.Tool is empty; set it to the tool's name")
	case c.ToolVersion == "":
		return errors.New("Config.ToolVersion is empty; set it to the tool's version")
	case len(c.Tool) > MaxNameBytes || !isIdentifier(c.Tool):
		return errors.New("Config.Tool is longer than 128 bytes or holds more than letters, digits, '.', '_', '-' and '/'; set it to the tool's name")
	case len(c.ToolVersion) > MaxNameBytes || !isVersion(c.ToolVersion):
		return errors.New("Config.ToolVersion is longer than 128 bytes or holds more than letters, digits, '.', '_', '-', '/', '+', '~', ':', '(' and ')'; set it to the tool's version")
	case len(c.Attrs) > MaxAttrs:
		return errors.New("Config.Attrs has more than 64 attributes; stamp fewer of them")
	case c.Policy != Enabled:
		// Nothing more is needed to do nothing.
	case c.Salt == "":
		return errors.New("Config.Salt is empty; set it to a text of the tool's own, such as \"<tool>.telemetry.v1\"")
	case c.MachineID == nil:
		return errors.New("Config.MachineID is nil; set it, usually to machineid.Derive")
	}
	if err := checkKeys(c.Attrs); err != nil {
		return fmt.Errorf("Config.Attrs: %w", err)
	}
	return nil
}
