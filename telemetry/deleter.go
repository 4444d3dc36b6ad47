package telemetry

import (
	"context"
	"time"
)

// Deleter is implemented by an [Exporter] whose receiver takes requests to delete.
type Deleter interface {
	// Delete asks the receiver to delete every event of the tool and the machine ID.
	// It does not wait until they are deleted. An error that is [ErrRejected] says
	// that the receiver takes no such requests; any other one, that the request may
	// be made again. Delete returns when ctx ends.
	Delete(ctx context.Context, tool, machineID string) (Receipt, error)
}

// Receipt is a receiver's answer to a request to delete.
type Receipt struct {
	AcceptedAt time.Time // when the receiver took the request
	By         time.Time // when it promises to be done; zero is no promise
}
