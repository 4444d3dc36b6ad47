package httpsink

import (
	"encoding/json"
	"errors"
	"mime"
	"slices"

	"github.com/optin-go/optin/internal/poster"
)

var errNotAccepted = errors.New("the receiver took the request, and not all of its events")

// results returns what an accepted answer says of the n events of its request. An
// answer that is no JSON, or names no event, accepts all of them. The receiver's
// reasons are not looked at: they may quote the events.
func results(a poster.Answer, n int) poster.Outcome {
	// On a parameter that is malformed, the type itself is still returned.
	if mediaType, _, _ := mime.ParseMediaType(a.ContentType); mediaType != contentType || a.Cut {
		return poster.Outcome{}
	}
	var answer struct {
		Rejected []int `json:"rejected"`
		Retry    []int `json:"retry"`
	}
	if json.Unmarshal(a.Body, &answer) != nil {
		return poster.Outcome{}
	}
	out := poster.Outcome{Rejected: indices(answer.Rejected, n), Retry: indices(answer.Retry, n)}
	// What is rejected is not to come again, whatever else the answer says.
	out.Retry = slices.DeleteFunc(out.Retry, func(i int) bool { return slices.Contains(out.Rejected, i) })
	if out.IsPartial() {
		out.Err = errNotAccepted
	}
	return out
}

// indices returns those of list that are an index of n events, sorted, each once.
func indices(list []int, n int) []int {
	list = slices.DeleteFunc(list, func(i int) bool { return i < 0 || i >= n })
	slices.Sort(list)
	return slices.Compact(list)
}
