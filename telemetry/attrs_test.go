package telemetry_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

func TestAttrsGetAndMap(t *testing.T) {
	for _, tt := range []struct {
		name  string
		attrs telemetry.Attrs
		want  map[string]string
	}{
		{"nil", nil, map[string]string{}},
		{"sorted", telemetry.Attrs{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}, map[string]string{"a": "1", "b": "2"}},
		{"by hand", telemetry.Attrs{{Key: "b", Value: "1"}, {Key: "a", Value: "2"}, {Key: "b", Value: "3"}}, map[string]string{"a": "2", "b": "3"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tt.attrs.Map()
			if m == nil || !maps.Equal(m, tt.want) {
				t.Errorf("Map returned %v, want %v", m, tt.want)
			}
			for key, want := range tt.want {
				if got, ok := tt.attrs.Get(key); !ok || got != want {
					t.Errorf("Get(%q) returned %q, %v; want %q", key, got, ok, want)
				}
			}
			if got, ok := tt.attrs.Get("absent"); ok || got != "" {
				t.Errorf("Get of an absent key returned %q, %v", got, ok)
			}
		})
	}
}

func TestAttrsUnmarshalJSON(t *testing.T) {
	for _, tt := range []struct {
		name, data string
		want       telemetry.Attrs // nil is an error
	}{
		{"empty", `{}`, telemetry.Attrs{}},
		{"sorts", `{"b":"2","a":"1"}`, telemetry.Attrs{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}},
		{"the last wins", `{"a":"1","a":"2"}`, telemetry.Attrs{{Key: "a", Value: "2"}}},
		{"null keeps", `null`, telemetry.Attrs{{Key: "kept", Value: "yes"}}},
		{"number", `{"a":1}`, nil},
		{"nested", `{"a":{"b":"c"}}`, nil},
		{"array", `["a"]`, nil},
		{"cut", `{"a":"1"`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			attrs := telemetry.Attrs{{Key: "kept", Value: "yes"}}
			err := attrs.UnmarshalJSON([]byte(tt.data))
			if tt.want == nil {
				if !errors.Is(err, telemetry.ErrSerde) || len(attrs) != 1 {
					t.Errorf("UnmarshalJSON returned %v and left %v; want an ErrSerde and the attributes as they were", err, attrs)
				}
				return
			}
			if err != nil || !slices.Equal(attrs, tt.want) {
				t.Errorf("UnmarshalJSON returned %v and set %v, want %v", err, attrs, tt.want)
			}
		})
	}
}

func TestAttrsMarshalJSON(t *testing.T) {
	for want, attrs := range map[string]telemetry.Attrs{
		`{}`:                nil,
		`{"a":"1","b":"2"}`: {{Key: "b", Value: "2"}, {Key: "a", Value: "1"}},
	} {
		if got, err := json.Marshal(attrs); err != nil || string(got) != want {
			t.Errorf("%v is encoded as %s, %v; want %s", attrs, got, err, want)
		}
	}
}

func TestStringMakesAnAttr(t *testing.T) {
	if got := telemetry.String("k", "v"); got != (telemetry.Attr{Key: "k", Value: "v"}) {
		t.Errorf("String returned %v", got)
	}
}
