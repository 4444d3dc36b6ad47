// Package redact removes credentials and personal data from free text before
// it is stored or sent.
//
// [String] replaces what looks like a secret by [redacted] and leaves the rest
// as it was, structure included: a URL keeps its host, a header its name and
// scheme, a JSON member its quotes. [Error] does the same to an error's text,
// [Value] to a value whose key is known, and [New] adds an author's own rules.
//
// # What goes
//
//   - user information in URLs of any scheme, and in connection strings
//   - Authorization and Cookie headers, and credentials after a scheme such as
//     Bearer
//   - the values of credential keys (password, DB_PASSWORD, apiKey,
//     X-Auth-Token and the like) in key=value, key: value, JSON, YAML, XML,
//     URL queries and command lines, also when arguments were printed as a list
//   - PEM private keys, also when cut short, and JSON Web Tokens
//   - tokens with a vendor's prefix
//   - runs of 32 and more characters that mix letters and digits as only
//     generated text does
//   - e-mail addresses, IP addresses and MAC addresses
//   - names of people in home directories, and this machine's user and host
//     name; this user's own home directory becomes ~
//
// # What stays
//
// Prose about credentials ("invalid token at line 3"), UUIDs, versions,
// durations, times, identifiers, paths outside home directories, commit hashes
// (40 lower-case hexadecimal digits), digests that say so (sha256:…), the
// loopback and unspecified addresses, netmasks, and the values true, false,
// null, nil and none.
//
// # What it promises
//
// Every function takes time linear in its input, never panics, and is safe for
// concurrent use. The result is at most four times as long as the input, and
// redacting it again changes nothing. Text in which nothing is found is
// returned as it is, without an allocation. Text that does not settle after a
// fixed number of passes becomes [redacted] as a whole.
//
// # What it does not
//
// It works by shape, at best effort. A secret that looks like a word survives
// where nothing says that it is a secret, and so does a short one. Redaction is
// the second line of defence: do not put secrets in events.
//
// The user name, the host name and the home directory are read from the
// environment and the operating system once per process, at the first text
// that needs them. Names shorter than three characters, and common ones such
// as root or runner, are left alone, for they identify nobody.
package redact
