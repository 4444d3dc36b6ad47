// Command http posts its run with net/http, and waits for the answer.
package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	fmt.Println("deployed")
	client := http.Client{Timeout: 5 * time.Second}
	resp, err := client.Post(os.Getenv("ENDPOINT"), "application/json", strings.NewReader(`{"name":"command.invoke","attrs":{"command":"deploy","outcome":"ok","took":"<1s"}}`))
	if err == nil {
		_ = resp.Body.Close()
	}
}
