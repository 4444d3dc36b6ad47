package poster

import (
	"net"
	"sync"
)

// quietConn is a connection from which nothing is read before something is
// written. net/http begins to read before it writes the request, and logs what it
// then gets: a receiver that talks first would talk to the user.
type quietConn struct {
	net.Conn

	written chan struct{}
	open    func()
}

func newQuietConn(conn net.Conn) *quietConn {
	c := &quietConn{Conn: conn, written: make(chan struct{})}
	c.open = sync.OnceFunc(func() { close(c.written) })
	return c
}

func (c *quietConn) Read(p []byte) (int, error) {
	<-c.written
	return c.Conn.Read(p)
}

func (c *quietConn) Write(p []byte) (int, error) {
	c.open() // before the write: an answer may come while it waits
	return c.Conn.Write(p)
}

func (c *quietConn) Close() error {
	defer c.open()
	return c.Conn.Close()
}
