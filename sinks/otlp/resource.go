package otlpsink

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	commonpb "go.opentelemetry.io/proto/slim/otlp/common/v1"
	resourcepb "go.opentelemetry.io/proto/slim/otlp/resource/v1"

	"github.com/optin-go/optin/telemetry"
)

// The names are those of OpenTelemetry's semantic conventions.
const (
	serviceName    = "service.name"
	serviceVersion = "service.version"
	installationID = "app.installation.id"
)

var errResourceKey = errors.New("Config.ResourceAttrs has an empty key; give every attribute one")

// resourceAttrs are an author's attributes of the resource, sorted by key.
type resourceAttrs []*commonpb.KeyValue

func newResourceAttrs(attrs map[string]string) (resourceAttrs, error) {
	var r resourceAttrs
	valid := make(map[string]string, len(attrs))
	for key, value := range attrs {
		valid[validText(key)] = value
	}
	for _, key := range slices.Sorted(maps.Keys(valid)) {
		switch key {
		case "":
			return nil, errResourceKey
		case serviceName, serviceVersion, installationID:
			return nil, fmt.Errorf("Config.ResourceAttrs has %s, which comes from the event; remove it", key)
		}
		r = append(r, text(key, valid[key]))
	}
	return r, nil
}

// identity is what makes the resource of an event: events that share it share a
// resource.
type identity struct{ tool, version, machine string }

func identityOf(e *telemetry.Event) identity {
	return identity{tool: e.Tool, version: e.ToolVersion, machine: e.MachineID}
}

func (id identity) resource(more resourceAttrs) *resourcepb.Resource {
	attrs := make([]*commonpb.KeyValue, 0, 3+len(more))
	attrs = append(attrs, text(serviceName, id.tool))
	if id.version != "" {
		attrs = append(attrs, text(serviceVersion, id.version))
	}
	if id.machine != "" {
		attrs = append(attrs, text(installationID, id.machine))
	}
	return &resourcepb.Resource{Attributes: append(attrs, more...)}
}
