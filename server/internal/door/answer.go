package door

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/optin-go/optin/server/internal/store"
)

// writeTime is how long an answer may take, after the body's time.
const writeTime = 60 * time.Second

// answer is what a sender is told instead of a yes.
type answer struct {
	status     int
	retryAfter time.Duration
	text       string // for a person; holds nothing that the sender sent
}

var (
	tooLarge = answer{status: http.StatusRequestEntityTooLarge, text: "more than this server takes in one request; send less"}
	busy     = answer{status: http.StatusServiceUnavailable, retryAfter: 5 * time.Second, text: "the server is busy; send it again"}
	full     = answer{status: http.StatusServiceUnavailable, retryAfter: time.Minute, text: "the server cannot keep events now; send it again"}
	wrongKey = answer{status: http.StatusUnauthorized, text: "the key is not that of the tool"}
)

func tooMany(wait time.Duration) answer {
	return answer{status: http.StatusTooManyRequests, retryAfter: wait, text: "too many requests; wait"}
}

func badRequest(text string) answer { return answer{status: http.StatusBadRequest, text: text} }

// answerTo returns what a sender is told of an error.
func answerTo(err error) answer {
	switch {
	case errors.Is(err, errTooLarge):
		return tooLarge
	case errors.Is(err, errBusy):
		return busy
	case errors.Is(err, errGzip):
		return badRequest("the body is not gzip")
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, errSlow):
		return answer{status: http.StatusRequestTimeout, text: "the body did not arrive in time"}
	case errors.Is(err, store.ErrFull), errors.Is(err, store.ErrDamaged):
		return full
	default: // the sender hung up, or the store is closing
		return busy
	}
}

// answer writes an answer that is no yes, in the format of the request.
func (d *Door) answer(w http.ResponseWriter, r *http.Request, a answer) {
	if a.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((a.retryAfter+time.Second-1)/time.Second)))
	}
	if a.status == http.StatusRequestEntityTooLarge || a.status == http.StatusRequestTimeout {
		w.Header().Set("Connection", "close") // the rest of the body is not read
	}
	if isOTLP(r) {
		writeStatus(w, r, a)
		return
	}
	writeJSON(w, a.status, map[string]string{"error": a.text})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	text, err := json.Marshal(value)
	if err != nil { // of none of this package's values
		status, text = http.StatusInternalServerError, nil
	}
	w.Header().Set("Content-Type", typeJSON)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}
