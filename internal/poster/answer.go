package poster

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"
)

// maxAnswerBytes limits what is read of an answer's body, and of its headers.
const maxAnswerBytes = 64 << 10

// readAnswer returns the answer if it accepts the request.
func (s *state) readAnswer(ctx context.Context, resp *http.Response) (Answer, error) {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return Answer{}, s.refusal(resp)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswerBytes+1))
	if err != nil {
		return Answer{}, transportFailure(ctx, err)
	}
	a := Answer{ContentType: resp.Header.Get("Content-Type"), Body: body}
	if len(body) > maxAnswerBytes {
		a.Body, a.Cut = body[:maxAnswerBytes], true
	}
	if isHTML(a) {
		return Answer{}, &StatusError{Code: resp.StatusCode, reason: "but the answer is a web page, such as a network's login page"}
	}
	return a, nil
}

// refusal returns the error for an answer that is not 2xx. It ignores the body.
func (s *state) refusal(resp *http.Response) *StatusError {
	err := &StatusError{Code: resp.StatusCode}
	err.passes = s.heedsRetryAfter && resp.StatusCode >= 500 && resp.Header.Get("Retry-After") != ""
	if isRedirect(resp.StatusCode) {
		err.reason = "a redirect, which is not followed"
	}
	if !IsFinal(err) {
		err.retryAfter = retryAfter(resp.Header, time.Now())
	}
	return err
}

// IsFinal reports whether err is an answer that will not change. A 2xx, a redirect,
// 408, 425, 429, 502, 503 and 504 are not final, nor is a 5xx that
// [Config.HeedsRetryAfter] allows to be retried.
func IsFinal(err error) bool {
	var status *StatusError
	if !errors.As(err, &status) {
		return false
	}
	switch status.Code {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return false
	}
	is2xx := status.Code >= 200 && status.Code <= 299
	return !is2xx && !isRedirect(status.Code) && !status.passes
}

func isRedirect(code int) bool { return code >= 300 && code <= 399 }

func isHTML(a Answer) bool {
	contentType := a.ContentType
	if contentType == "" && len(a.Body) > 0 {
		contentType = http.DetectContentType(a.Body)
	}
	// The media type is returned even if a parameter is malformed.
	mediaType, _, _ := mime.ParseMediaType(contentType)
	return mediaType == "text/html" || mediaType == "application/xhtml+xml"
}
