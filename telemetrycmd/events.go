package telemetrycmd

import (
	"github.com/spf13/cobra"
)

func (c *commands) eventsCommand() *cobra.Command {
	return c.command("events", "Explain what may be recorded, and why",
		`Prints every event that this version of `+c.app.cfg.Tool+` may record: its fields, the
values that each may have, and what it is recorded for. Nothing else can be.`, c.events)
}

func (c *commands) events(cmd *cobra.Command, out output) error {
	if out == outputText {
		return c.app.catalog.WriteNotice(cmd.OutOrStdout())
	}
	list := eventsJSON{
		Schema: 1, Tool: c.app.cfg.Tool, Notice: c.app.catalog.Version(),
		Purpose: c.app.catalog.Purpose(), Events: []eventJSON{},
	}
	for _, e := range c.app.catalog.Events() {
		event := eventJSON{Name: e.Name(), Purpose: e.Purpose(), Attributes: []attributeJSON{}}
		for _, a := range e.Attributes() {
			event.Attributes = append(event.Attributes, attributeJSON{
				Key: a.Key(), Kind: string(a.Kind()), Purpose: a.Purpose(), Values: a.Values(), Allowed: a.Describe(),
			})
		}
		list.Events = append(list.Events, event)
	}
	return writeJSON(cmd.OutOrStdout(), list)
}

// eventsJSON is what "events --output json" prints.
type eventsJSON struct {
	Schema  int         `json:"schema"`
	Tool    string      `json:"tool"`
	Notice  string      `json:"notice"`
	Purpose string      `json:"purpose"`
	Events  []eventJSON `json:"events"`
}

type eventJSON struct {
	Name       string          `json:"name"`
	Purpose    string          `json:"purpose"`
	Attributes []attributeJSON `json:"attributes"`
}

type attributeJSON struct {
	Key     string   `json:"key"`
	Kind    string   `json:"kind"`
	Purpose string   `json:"purpose"`
	Values  []string `json:"values"`  // null if they are not a list
	Allowed string   `json:"allowed"` // in words
}
