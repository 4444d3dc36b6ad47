package otlpsink

import (
	"encoding/json"
	"errors"
	"mime"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/optin-go/optin/internal/poster"
)

var (
	errPartialSuccess = errors.New("the receiver rejected part of the request and does not say which events")
	errAnswer         = errors.New("the answer does not come from an OTLP receiver")
)

// results returns what an accepted answer says of the request's n events. OTLP
// gives only a number: results names that many of the last events. It ignores the
// receiver's reason, which may quote the records.
//
// An answer in another format than the request's accepts all events, since
// receivers behind a gateway give such answers. The exception is JSON, OTLP's
// other format, which is read. An answer that claims to be protobuf and is not is
// an error.
func results(a poster.Answer, n int) poster.Outcome {
	// The media type is returned even if a parameter is malformed.
	mediaType, _, _ := mime.ParseMediaType(a.ContentType)
	var rejected int64
	switch mediaType {
	case contentType:
		var ok bool
		if rejected, ok = rejectedInProtobuf(a.Body); !ok || a.Cut {
			return poster.Outcome{Err: errAnswer}
		}
	case "application/json":
		rejected = rejectedInJSON(a.Body)
	}
	var out poster.Outcome
	for i := n - int(min(max(rejected, 0), int64(n))); i < n; i++ {
		out.Rejected = append(out.Rejected, i)
		out.Err = errPartialSuccess
	}
	return out
}

// rejectedInJSON reads the count in OTLP's JSON, which may be a number or text.
// Invalid JSON rejects nothing.
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

// rejectedInProtobuf reads an ExportLogsServiceResponse, and reports whether body
// is protobuf at all. It skips fields that are unknown or of another type.
func rejectedInProtobuf(body []byte) (rejected int64, ok bool) {
	for len(body) > 0 {
		field, typ, size := protowire.ConsumeField(body)
		if size < 0 {
			return 0, false
		}
		if field == responsePartialSuccess && typ == protowire.BytesType {
			_, _, tag := protowire.ConsumeTag(body)
			message, _ := protowire.ConsumeBytes(body[tag:])
			if rejected, ok = rejectedInPartialSuccess(message, rejected); !ok {
				return 0, false
			}
		}
		body = body[size:]
	}
	return rejected, true
}

// rejectedInPartialSuccess reads an ExportLogsPartialSuccess. Without a count in
// it, it returns rejected unchanged.
func rejectedInPartialSuccess(message []byte, rejected int64) (int64, bool) {
	for len(message) > 0 {
		field, typ, size := protowire.ConsumeField(message)
		if size < 0 {
			return 0, false
		}
		if field == partialSuccessRejected && typ == protowire.VarintType {
			_, _, tag := protowire.ConsumeTag(message)
			count, _ := protowire.ConsumeVarint(message[tag:])
			rejected = int64(count) //nolint:gosec // int64 is what the varint holds
		}
		message = message[size:]
	}
	return rejected, true
}
