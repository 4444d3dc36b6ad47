package door

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/optin-go/optin/server/internal/otlp"
	"github.com/optin-go/optin/telemetry"
)

// codes are those of google.rpc.Code, by the status of an answer.
var codes = map[int]uint64{
	http.StatusBadRequest: 3, http.StatusUnsupportedMediaType: 3, http.StatusRequestTimeout: 4, http.StatusRequestEntityTooLarge: 8,
	http.StatusTooManyRequests: 8, http.StatusServiceUnavailable: 14, http.StatusUnauthorized: 16,
}

// logs serves POST /v1/logs.
func (d *Door) logs(w http.ResponseWriter, r *http.Request) {
	data, mediaType, held := d.body(w, r, typeProtobuf, typeJSON)
	if held == nil {
		return
	}
	defer held.release()
	parse := otlp.Protobuf
	if mediaType == typeJSON {
		parse = otlp.JSON
	}
	p, a := d.decoded(held, func() (*parcel, error) {
		var p parcel
		now := d.now()
		return &p, parse(data, d.limits.Events, now, func(e telemetry.Event, isLong bool) {
			if isLong {
				p.reject(reasonTooLong)
			} else {
				p.add(e, now)
			}
		})
	})
	if p == nil {
		d.answer(w, r, a)
		return
	}
	if err := d.ingest(r, p); err != nil {
		d.answer(w, r, answerTo(err))
		return
	}
	rejected := len(p.allRejected())
	message := ""
	var messageSb52 strings.Builder
	for reason, n := range p.reasons() {
		messageSb52.WriteString(fmt.Sprintf("%d %s ", n, reason))
	}
	message += messageSb52.String()
	writeExportResponse(w, mediaType, rejected, message)
}

// isOTLP reports whether r is one to which OpenTelemetry's senders want an answer.
func isOTLP(r *http.Request) bool { return r.URL.Path == "/v1/logs" }

// writeExportResponse writes an ExportLogsServiceResponse. A partial success says
// how many records are rejected; a sender must not send any of them again.
func writeExportResponse(w http.ResponseWriter, mediaType string, rejected int, message string) {
	if mediaType == typeJSON {
		type partial struct {
			RejectedLogRecords string `json:"rejectedLogRecords"` // OTLP's JSON has 64 bits as text
			ErrorMessage       string `json:"errorMessage"`
		}
		var response struct {
			PartialSuccess *partial `json:"partialSuccess,omitempty"`
		}
		if rejected > 0 {
			response.PartialSuccess = &partial{strconv.Itoa(rejected), message}
		}
		writeJSON(w, http.StatusOK, response)
		return
	}
	var body []byte
	if rejected > 0 {
		var partial []byte
		partial = protowire.AppendTag(partial, 1, protowire.VarintType)
		partial = protowire.AppendVarint(partial, uint64(rejected))
		partial = protowire.AppendTag(partial, 2, protowire.BytesType)
		partial = protowire.AppendString(partial, message)
		body = protowire.AppendTag(nil, 1, protowire.BytesType)
		body = protowire.AppendBytes(body, partial)
	}
	w.Header().Set("Content-Type", typeProtobuf)
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body)
}

// writeStatus writes a google.rpc.Status, which says to OpenTelemetry's senders what
// was wrong.
func writeStatus(w http.ResponseWriter, r *http.Request, a answer) {
	code := codes[a.status]
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType == typeJSON {
		writeJSON(w, a.status, struct {
			Code    uint64 `json:"code"`
			Message string `json:"message"`
		}{code, a.text})
		return
	}
	body := protowire.AppendTag(nil, 1, protowire.VarintType)
	body = protowire.AppendVarint(body, code)
	body = protowire.AppendTag(body, 2, protowire.BytesType)
	body = protowire.AppendString(body, a.text)
	w.Header().Set("Content-Type", typeProtobuf)
	w.WriteHeader(a.status)
	_, _ = w.Write(body)
}
