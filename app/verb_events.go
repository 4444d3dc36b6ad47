package app

import "github.com/optin-go/optin/catalog"

func (k *commands) eventsVerb() Verb {
	v, _ := k.verb("events", "Explain what may be recorded, and why",
		`Prints every event that this version of `+k.tool+` may record: its fields, the
values that each may have, and what it is recorded for. Nothing else can be.`,
		k.events)
	return v
}

func (k *commands) events(c *call) int {
	if c.out == outputText {
		return c.done(k.catalog.WriteNotice(c.stdout))
	}
	list := eventsJSON{
		Schema: 1, Tool: k.tool, Notice: k.noticeID(), Purpose: k.catalog.Purpose(), Events: []eventJSON{},
	}
	for _, e := range k.catalog.Events() {
		list.Events = append(list.Events, newEventJSON(e))
	}
	return c.done(writeJSON(c.stdout, list))
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

func newEventJSON(e *catalog.Event) eventJSON {
	event := eventJSON{Name: e.Name(), Purpose: e.Purpose(), Attributes: []attributeJSON{}}
	for _, a := range e.Attributes() {
		event.Attributes = append(event.Attributes, attributeJSON{
			Key: a.Key(), Kind: string(a.Kind()), Purpose: a.Purpose(), Values: a.Values(), Allowed: a.Describe(),
		})
	}
	return event
}
