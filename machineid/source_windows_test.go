package machineid

import (
	"testing"

	"github.com/denisbrodbeck/machineid"
)

func TestThisMachine(t *testing.T) {
	id, err := machineid.ID()
	if err != nil {
		t.Fatal(err)
	}
	if container, _ := inContainer(); Stable() == container || Derive("salt") != derive("salt", id) {
		t.Error("Derive does not use the ID that the library reads")
	}
}
