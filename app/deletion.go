package app

import (
	"errors"
	"strings"
	"time"

	"github.com/optin-go/optin/internal/atomicfile"
	"github.com/optin-go/optin/internal/ownfile"
)

// deletion is the file of a request to delete that the receiver has not acknowledged
// yet. It holds the machine ID concerned and when the user asked. Later runs repeat
// the request until it is acknowledged.
type deletion string

// request is the content of a deletion.
type request struct {
	machineID string
	askedAt   time.Time
}

const maxDeletionBytes = 512

// pending returns the request, or [fs.ErrNotExist] if there is none.
func (d deletion) pending() (request, error) {
	data, _, err := ownfile.Read(string(d), maxDeletionBytes, false)
	if err != nil {
		return request{}, err
	}
	id, at, _ := strings.Cut(strings.TrimSpace(string(data)), " ")
	askedAt, err := time.Parse(time.RFC3339, at)
	if err != nil || id == "" {
		return request{}, errors.New(string(d) + " is damaged, so the request to delete cannot be repeated")
	}
	return request{id, askedAt}, nil
}

// keep stores the request, in a directory that exists.
func (d deletion) keep(r request) error {
	atomicfile.Sweep(string(d))
	err := atomicfile.Replace(string(d), []byte(r.machineID+" "+r.askedAt.UTC().Format(time.RFC3339)+"\n"), atomicfile.Options{})
	if errors.Is(err, atomicfile.ErrNotSynced) {
		return nil // it is in place
	}
	return err
}

// done forgets the request.
func (d deletion) done() error { return removeFile(string(d)) }
