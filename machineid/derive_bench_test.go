package machineid

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// What Derive costs beyond hashing: "of-bare" is its time as a multiple of the
// bare hash's, measured in the same run.
func BenchmarkDerive(b *testing.B) {
	const salt = "mytool.telemetry.v1"
	var bare float64
	b.Run("bare", func(b *testing.B) {
		input := []byte(salt + host().id)
		b.ReportAllocs()
		for b.Loop() {
			sum := sha256.Sum256(input)
			_ = hex.EncodeToString(sum[:])
		}
		bare = float64(b.Elapsed()) / float64(b.N)
	})
	b.Run("derive", func(b *testing.B) {
		Derive(salt)
		b.ReportAllocs()
		for b.Loop() {
			Derive(salt)
		}
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/bare, "of-bare")
	})
}
