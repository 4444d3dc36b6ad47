package otlpsink

import (
	"encoding/json"
	"errors"
	"mime"

	collectorpb "go.opentelemetry.io/proto/slim/otlp/collector/logs/v1"
	"google.golang.org/protobuf/proto"

	httpsink "github.com/optin-go/optin/sinks/http"
)

var (
	errPartialSuccess = errors.New("the receiver refused them, and took the others")
	errAnswer         = errors.New("the answer is not one of an OTLP receiver")
)

// rejectedRecords returns how many records of a request the receiver refused. Its
// reason is not looked at: it may quote the records.
//
// An answer in another format than the request's is a yes without a count, as
// far as it is not in JSON, the other format of OTLP: receivers behind a gateway
// give such answers. One that claims to be protobuf and is not is an error.
func rejectedRecords(a httpsink.Answer) (int64, error) {
	// On a parameter that is malformed, the type itself is still returned.
	mediaType, _, _ := mime.ParseMediaType(a.ContentType)
	var rejected int64
	switch mediaType {
	case contentType:
		var response collectorpb.ExportLogsServiceResponse
		if err := (proto.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(a.Body, &response); err != nil || a.Cut {
			return 0, errAnswer
		}
		rejected = response.GetPartialSuccess().GetRejectedLogRecords()
	case "application/json":
		rejected = rejectedInJSON(a.Body)
	}
	if rejected <= 0 {
		return 0, nil
	}
	return rejected, errPartialSuccess
}

// rejectedInJSON reads what OTLP's JSON says, where a count is a number or text.
// JSON that is none says nothing.
func rejectedInJSON(body []byte) int64 {
	var response struct {
		PartialSuccess struct {
			RejectedLogRecords json.Number `json:"rejectedLogRecords"`
		} `json:"partialSuccess"`
	}
	if json.Unmarshal(body, &response) != nil {
		return 0
	}
	rejected, err := response.PartialSuccess.RejectedLogRecords.Int64()
	if err != nil {
		return 0
	}
	return rejected
}
