package otlpsink

import (
	"errors"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

// The names are OpenTelemetry's semantic conventions.
const (
	serviceName    = "service.name"
	serviceVersion = "service.version"
	installationID = "app.installation.id"
)

var errResourceKey = errors.New("Config.ResourceAttrs has an empty key; give every attribute one")

// resourceAttrs returns the author's attributes of the resource, sorted by key.
func resourceAttrs(attrs map[string]string) ([]telemetry.Attr, error) {
	all := make([]telemetry.Attr, 0, len(attrs))
	for key, value := range attrs {
		switch key {
		case "":
			return nil, errResourceKey
		case serviceName, serviceVersion, installationID:
			return nil, fmt.Errorf("Config.ResourceAttrs has %s, which comes from the event; remove it", key)
		}
		all = append(all, telemetry.Attr{Key: key, Value: value})
	}
	return uniqueAttrs(all), nil
}

// identity is what events must share to share a resource.
type identity struct{ tool, version, machine string }

func identityOf(e *telemetry.Event) identity {
	return identity{tool: e.Tool, version: e.ToolVersion, machine: e.MachineID}
}

// appendResource appends the Resource of id.
func (id identity) appendResource(dst []byte, more []telemetry.Attr) []byte {
	dst = appendAttribute(dst, resourceAttributes, serviceName, id.tool)
	if id.version != "" {
		dst = appendAttribute(dst, resourceAttributes, serviceVersion, id.version)
	}
	if id.machine != "" {
		dst = appendAttribute(dst, resourceAttributes, installationID, id.machine)
	}
	for _, a := range more {
		dst = appendAttribute(dst, resourceAttributes, a.Key, a.Value)
	}
	return dst
}
