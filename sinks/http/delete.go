package httpsink

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

var errNoReceipt = errors.New("the answer to a request to delete is no receipt")

// Delete posts {"tool":…,"machine_id":…} to the path of the endpoint followed by
// /deletions, and returns the receipt that the receiver answers with. A receiver
// that has no such path, which answers 404, 405 or 501, takes no such requests: that
// is a [telemetry.ErrRejected]. Any other failure may pass.
func (s *Sink) Delete(ctx context.Context, tool, machineID string) (telemetry.Receipt, error) {
	if !s.isUsable() {
		return telemetry.Receipt{}, configError(errNotMade)
	}
	body, err := json.Marshal(struct {
		Tool      string `json:"tool"`
		MachineID string `json:"machine_id"`
	}{tool, machineID})
	if err != nil {
		return telemetry.Receipt{}, s.failed(true, err)
	}
	answer, err := s.poster.Post(ctx, poster.Request{Path: "deletions", ContentType: contentType, Body: body})
	if err != nil {
		var status *poster.StatusError
		takesNone := errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusMethodNotAllowed || status.Code == http.StatusNotImplemented)
		return telemetry.Receipt{}, s.failed(takesNone, err)
	}
	var receipt struct {
		AcceptedAt time.Time `json:"accepted_at"`
		By         time.Time `json:"by"`
	}
	if err := json.Unmarshal(answer.Body, &receipt); err != nil || receipt.AcceptedAt.IsZero() {
		return telemetry.Receipt{}, s.failed(false, errNoReceipt)
	}
	return telemetry.Receipt{AcceptedAt: receipt.AcceptedAt, By: receipt.By}, nil
}
