// Command post does by hand what command deliver leaves to optin, as briefly as
// it can be done: it posts one event with net/http. It queues nothing, and does
// not try again, redact, validate or escape anything.
package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"
)

func main() {
	if err := post("https://telemetry.example.org/v1/events"); err != nil {
		fmt.Println(err)
	}
}

func post(url string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader([]byte(`{"name":"command.invoke"}`)))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
