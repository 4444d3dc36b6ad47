package door_test

import (
	"net/http"
	"testing"

	"github.com/optin-go/optin/internal/leaktest"
	"github.com/optin-go/optin/server/internal/door"
)

// Neither the door nor the store leaves a goroutine when they are closed.
func TestNoGoroutineIsLeftAfterClose(t *testing.T) {
	leaktest.Check(t)
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	s := newServer(t, door.Config{})
	for _, body := range []string{"", "[]", "{", `[{"name":"x"}]`} {
		s.post(t, "/v1/events", "application/json", []byte(body))
		s.post(t, "/v1/logs", "application/json", []byte(body))
	}
}
