package httpsink_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// A sink of another format posts under the same rules.
func ExampleNewPoster() {
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://elsewhere.example.com/", http.StatusFound)
	}))
	defer receiver.Close()

	poster, err := httpsink.NewPoster(httpsink.PosterConfig{
		Name:     "csvsink",
		Kind:     telemetry.ErrHTTP,
		Endpoint: receiver.URL + "/events?key=secret",
		Timeout:  10 * time.Second,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = poster.Post(context.Background(), httpsink.Request{ContentType: "text/csv", Body: []byte("name\ncommand.invoke\n")})

	fmt.Println(err != nil)
	// Output: true
}
