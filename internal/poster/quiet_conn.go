package poster

import (
	"net"
	"sync"
)

// quietConn is a connection that reads nothing before its first write. net/http
// reads before it writes the request, and logs unexpected bytes: a receiver that
// talks first would talk to the user.
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
	c.open() // before the write, since an answer may arrive during it
	return c.Conn.Write(p)
}

func (c *quietConn) Close() error {
	defer c.open()
	return c.Conn.Close()
}
