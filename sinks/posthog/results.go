package posthogsink

import (
	"encoding/json"
	"errors"

	"github.com/optin-go/optin/internal/poster"
)

var errNotTaken = errors.New("PostHog did not accept all events of the request")

// results returns what an answer says of the events of the given UUIDs. Those that
// it does not name are accepted. Its details are not looked at.
func results(a poster.Answer, uuids []string) poster.Outcome {
	var answer struct {
		Results map[string]struct {
			Result string `json:"result"`
		} `json:"results"`
	}
	if json.Unmarshal(a.Body, &answer) != nil {
		return poster.Outcome{}
	}
	var out poster.Outcome
	for i, id := range uuids {
		switch answer.Results[id].Result {
		case "drop":
			out.Rejected = append(out.Rejected, i)
		case "retry":
			out.Retry = append(out.Retry, i)
		}
	}
	if out.IsPartial() {
		out.Err = errNotTaken
	}
	return out
}
