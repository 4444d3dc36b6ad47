package filesink_test

import (
	"testing"

	"github.com/optin-go/optin/internal/roletest"
)

// roles are what other processes do. They report on standard output, and return
// what went wrong.
var roles = map[string]func(args []string) error{
	"write": writeRole,
	"hold":  holdRole,
}

func TestMain(m *testing.M) { roletest.Main(m, roles) }
