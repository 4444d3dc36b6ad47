package httpsink_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
)

// readRequest reads one whole request.
func readRequest(conn net.Conn) error {
	req, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, req.Body)
	return err
}

// waitForHangUp returns when the other side closes the connection.
func waitForHangUp(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }
