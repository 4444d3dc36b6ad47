package door

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// deletionTime is how long a deletion may take. The sender makes the request again
// when it waited in vain; deleting twice does no harm.
const deletionTime = 5 * time.Minute

// deletions serves POST /v1/events/deletions.
func (d *Door) deletions(w http.ResponseWriter, r *http.Request) {
	data, _, held := d.body(w, r, typeJSON)
	if held == nil {
		return
	}
	defer held.release()
	var request struct {
		Tool      string `json:"tool"`
		MachineID string `json:"machine_id"`
	}
	const most = 256 // bytes of a name
	if err := json.Unmarshal(data, &request); err != nil || request.Tool == "" || request.MachineID == "" || len(request.Tool) > most || len(request.MachineID) > most {
		d.answer(w, r, badRequest(`want {"tool":"…","machine_id":"…"}`))
		return
	}
	switch {
	case !d.isKnown(request.Tool):
		d.answer(w, r, badRequest("this server takes no events of the tool"))
		return
	case d.isKeyWrong(request.Tool, r):
		d.answer(w, r, wrongKey)
		return
	}
	select { // each looks at many rows
	case d.deleting <- struct{}{}:
		defer func() { <-d.deleting }()
	case <-r.Context().Done():
		return
	case <-time.After(d.limits.BodyTime):
		d.answer(w, r, busy)
		return
	}
	at := d.now()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), deletionTime)
	defer cancel()
	by, err := d.store.Delete(ctx, request.Tool, request.MachineID)
	if err != nil {
		d.log.Error("a machine's events could not be deleted", "error", err)
		d.answer(w, r, answerTo(err))
		return
	}
	d.metrics.deletions.Add(1)
	writeJSON(w, http.StatusAccepted, struct {
		AcceptedAt time.Time `json:"accepted_at"`
		By         time.Time `json:"by"`
	}{at.UTC(), by.UTC()})
}
