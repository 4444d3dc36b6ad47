package httpsink

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

var errNoReceipt = errors.New("the answer to the request to delete has no accepted_at")

// Delete posts {"tool":…,"machine_id":…} to the endpoint's path followed by
// /deletions, and returns the receiver's receipt. An answer of 404, 405 or 501 means
// that the receiver has no such path: Delete returns a [telemetry.ErrRejected]. Any
// other failure is temporary.
func (s *Sink) Delete(ctx context.Context, tool, machineID string) (telemetry.Receipt, error) {
	if !s.isUsable() {
		return telemetry.Receipt{}, configError(errNotMade)
	}
	// A machine ID is hexadecimal, and a tool's name has no character to
	// escape.
	body := []byte(`{"tool":` + strconv.Quote(tool) + `,"machine_id":` + strconv.Quote(machineID) + `}`)
	answer, err := s.poster.Post(ctx, poster.Request{Path: "deletions", ContentType: contentType, Body: body})
	if err != nil {
		var status *poster.StatusError
		takesNone := errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusMethodNotAllowed || status.Code == http.StatusNotImplemented)
		return telemetry.Receipt{}, s.failed(takesNone, err)
	}
	members, _ := poster.Members(answer.Body)
	receipt := telemetry.Receipt{AcceptedAt: timeOf(members["accepted_at"]), By: timeOf(members["by"])}
	if receipt.AcceptedAt.IsZero() {
		return telemetry.Receipt{}, s.failed(false, errNoReceipt)
	}
	return receipt, nil
}

// timeOf returns the time in a JSON string, or the zero time.
func timeOf(value []byte) time.Time {
	at, err := time.Parse(time.RFC3339, strings.Trim(string(value), `"`))
	if err != nil {
		return time.Time{}
	}
	return at
}
