package door

import (
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Server returns a server for handler whose times are bounded. It speaks HTTP/1.1
// alone: over HTTP/2 a sender can make the server hold a megabyte for each connection
// before any handler sees it. It has no log of its own: what net/http logs has senders'
// addresses in it.
func Server(handler http.Handler) *http.Server {
	only1 := new(http.Protocols)
	only1.SetHTTP1(true)
	return &http.Server{
		Handler:           handler,
		Protocols:         only1,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
}

// Listen returns l with at most [Limits.Connections] connections open at once;
// further ones wait in the kernel.
func Listen(l net.Listener, limits Limits) net.Listener {
	return &limitedListener{Listener: l, slots: make(chan struct{}, limits.withDefaults().Connections), closed: make(chan struct{})}
}

type limitedListener struct {
	net.Listener

	slots  chan struct{}
	closed chan struct{}
	once   sync.Once
}

func (l *limitedListener) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &limitedConn{Conn: conn, release: sync.OnceFunc(func() { <-l.slots })}, nil
}

func (l *limitedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn

	release func()
}

func (c *limitedConn) Close() error {
	defer c.release()
	return c.Conn.Close()
}
