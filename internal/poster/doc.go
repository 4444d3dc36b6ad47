// Package poster posts bodies over HTTP and interprets the answers. It holds the
// rules that the exporters share: which URLs are safe, that no redirect is
// followed, how much of an answer is read, which failures are temporary, and that
// a receiver cannot make the tool print anything.
//
// It knows nothing of events and their errors: callers turn an [Outcome] into
// errors of their own.
//
// # Silence
//
// net/http writes to the process's standard logger when a server sends bytes that
// no request asked for. So a Poster keeps no connection for a next request, speaks
// HTTP/1.1 alone, and reads nothing from a connection before it has written the
// request. It uses each connection of a caller's client once, too. HTTP/2, and
// bytes that arrive before the request, are up to that client.
package poster
