package consent_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

func benchmarkRecord(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "consent.toml")
	mustWrite(b, path, consent.Consent{State: consent.Enabled, DecidedAt: time.Unix(1778243696, 0), Notice: "3f9a1c"})
	return path
}

func BenchmarkResolve(b *testing.B) {
	r := consent.Resolver{Tool: "mytool", Notice: "3f9a1c", Path: benchmarkRecord(b), LookupEnv: noVariables}
	for b.Loop() {
		if d, err := r.Resolve(); err != nil || d.Policy != telemetry.Enabled {
			b.Fatal(d, err)
		}
	}
}

// BenchmarkReadFile is what BenchmarkResolve is to be compared with: the same file,
// only read.
func BenchmarkReadFile(b *testing.B) {
	path := benchmarkRecord(b)
	for b.Loop() {
		if _, err := os.ReadFile(path); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	path := benchmarkRecord(b)
	for b.Loop() {
		mustWrite(b, path, consent.Consent{State: consent.Disabled})
	}
}
