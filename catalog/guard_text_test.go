package catalog_test

import (
	"context"
	"testing"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// Whoever declares error text does not declare arguments, nor the other way round.
func TestGuardOfOneText(t *testing.T) {
	args, errMsg := telemetry.Event{Name: "e", Args: "x"}, telemetry.Event{Name: "e", ErrMsg: "x"}
	tests := []struct {
		name             string
		text             func(*catalog.Catalog) catalog.Attribute
		allowed, refused telemetry.Event
	}{
		{"arguments", func(c *catalog.Catalog) catalog.Attribute { return c.Arguments("why") }, args, errMsg},
		{"error text", func(c *catalog.Catalog) catalog.Attribute { return c.ErrorText("why") }, errMsg, args},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := catalog.New("mytool", "testing")
			c.Event("e", "why", tt.text(c))
			var m memory
			guard := c.Guard(&m)
			if err := guard.Emit(context.Background(), tt.allowed); err != nil {
				t.Error(err)
			}
			if err := guard.Emit(context.Background(), tt.refused); err == nil {
				t.Error("the other text passes")
			}
			if events, err := m.read(); err != nil || len(events) != 1 {
				t.Errorf("%d events passed, %v, want 1", len(events), err)
			}
		})
	}
}
