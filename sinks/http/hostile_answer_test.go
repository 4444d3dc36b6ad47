package httpsink_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
)

// endless writes until the other side hangs up, and reports how much it could.
func endless(start string, written chan<- int64) func(net.Conn) {
	return func(conn net.Conn) {
		_, _ = io.WriteString(conn, start)
		n, _ := io.Copy(conn, zeros{})
		written <- n
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func TestEndlessAnswersAreCut(t *testing.T) {
	tests := map[string]struct {
		start string
		fails bool
	}{
		"body until the connection closes": {"HTTP/1.1 200 OK\r\n\r\n", false},
		"body of 8 TiB":                    {"HTTP/1.1 200 OK\r\nContent-Length: 8796093022208\r\n\r\n", false},
		"body of a refusal":                {"HTTP/1.1 400 Bad Request\r\n\r\n", true},
		"header":                           {"HTTP/1.1 200 OK\r\nX-Long: ", true},
		"status line":                      {"HTTP/1.1 200 ", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				written := make(chan int64, 1)
				client := pipeClient(t, endless(tt.start, written))
				sink := newSink(t, httpsink.Config{Endpoint: "http://localhost", Client: client})
				start := time.Now()
				err := sink.Emit(t.Context(), testEvent("e"))
				if (err != nil) != tt.fails {
					t.Errorf("Emit: %v", err)
				}
				if took := time.Since(start); took != 0 {
					t.Errorf("Emit waited for %v", took)
				}
				// A pipe has no buffer: what was written was read. A caller's transport
				// has net/http's limit for headers, 10 MiB, and no other.
				if n := <-written; n > 11<<20 || !strings.Contains(name, "header") && !strings.Contains(name, "line") && n > 128<<10 {
					t.Errorf("%d bytes were read", n)
				}
			})
		})
	}
}

func TestOwnClientBoundsHeaders(t *testing.T) {
	for size, fails := range map[int]bool{1 << 10: false, 1 << 20: true} {
		url := rawServer(t, func(conn net.Conn) {
			_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nX-Long: %s\r\nContent-Length: 0\r\n\r\n", strings.Repeat("0", size))
		})
		err := newSink(t, secretConfig(url)).Emit(t.Context(), testEvent("e"))
		if fails {
			checkRetryable(t, err)
		} else if err != nil {
			t.Errorf("a header of %d bytes: %v", size, err)
		}
	}
}

// In a bubble of synctest time is exact, and the test fails if a goroutine is
// left when it ends.
func TestTricklingAnswersEndWithTheTimeout(t *testing.T) {
	trickle := func(start string) func(net.Conn) {
		return func(conn net.Conn) {
			_, err := io.WriteString(conn, start)
			for err == nil {
				time.Sleep(time.Second)
				_, err = io.WriteString(conn, "x")
			}
		}
	}
	for name, start := range map[string]string{
		"in the status":  "HTTP/1.1 200 ",
		"in the headers": "HTTP/1.1 200 OK\r\nX-Long: ",
		"in the body":    "HTTP/1.1 200 OK\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := pipeClient(t, trickle(start))
				sink := newSink(t, httpsink.Config{Endpoint: "http://localhost", Client: client})
				began := time.Now()
				err := sink.Emit(t.Context(), testEvent("e"))
				if took := time.Since(began); took != 5*time.Second {
					t.Errorf("Emit took %v, want the default of 5s", took)
				}
				checkRetryable(t, err)
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("the error is %v", err)
				}
			})
		})
	}
}

func TestSilenceEndsWithTheContext(t *testing.T) {
	tests := map[string]struct {
		talk    func(net.Conn)
		ctx     func(context.Context) (context.Context, context.CancelFunc)
		timeout time.Duration
		took    time.Duration
		is      error
	}{
		"deadline": {
			waitForHangUp,
			func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, 300*time.Millisecond)
			}, time.Hour, 300 * time.Millisecond, context.DeadlineExceeded,
		},
		"cancelled": {
			waitForHangUp,
			func(ctx context.Context) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancel(ctx)
				time.AfterFunc(200*time.Millisecond, cancel)
				return ctx, cancel
			}, time.Hour, 200 * time.Millisecond, context.Canceled,
		},
		"timeout of the sink": {waitForHangUp, context.WithCancel, 2 * time.Second, 2 * time.Second, context.DeadlineExceeded},
		"default timeout":     {waitForHangUp, context.WithCancel, 0, 5 * time.Second, context.DeadlineExceeded},
		"silence in the body": {
			func(conn net.Conn) {
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
				waitForHangUp(conn)
			},
			func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, time.Second)
			}, time.Hour, time.Second, context.DeadlineExceeded,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sink := newSink(t, httpsink.Config{Endpoint: "http://localhost", Client: pipeClient(t, tt.talk), Timeout: tt.timeout})
				ctx, cancel := tt.ctx(t.Context())
				defer cancel()
				began := time.Now()
				err := sink.Export(ctx, testEvents(3))
				if took := time.Since(began); took != tt.took {
					t.Errorf("Export took %v, want %v", took, tt.took)
				}
				checkRetryable(t, err)
				if !errors.Is(err, tt.is) {
					t.Errorf("the error is %v, want %v", err, tt.is)
				}
			})
		})
	}
}

// The same with the sink's own client and the kernel's sockets, whose time is
// nobody's: only that it returns is tested, and long before the timeout.
func TestSilenceOfARealServer(t *testing.T) {
	arrived := make(chan struct{}, 1)
	url := rawServer(t, func(conn net.Conn) {
		arrived <- struct{}{}
		waitForHangUp(conn)
	})
	cfg := secretConfig(url)
	cfg.Timeout = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	err := newSink(t, cfg).Emit(ctx, testEvent("e"))
	checkRetryable(t, err)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}
