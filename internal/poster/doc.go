// Package poster posts bodies over HTTP, and decides what the answers mean. It
// holds the rules that the exporters share: which URLs are safe, that no redirect
// is followed, how much of an answer is read, which failures pass, and that a
// receiver cannot make the tool print anything.
//
// It knows nothing of events and of their errors: its callers turn an [Outcome]
// into an error of their own.
//
// # Silence
//
// net/http writes to the process's standard logger when a server sends bytes that
// no request asked for. A Poster therefore keeps no connection for a next request,
// speaks HTTP/1.1 alone, and reads nothing from a connection before the request
// is written. Of a caller's client it uses each connection once, too; bytes that
// come before the request, and HTTP/2, are that client's.
package poster
