// Package redact removes credentials and personal data from free text before
// it is stored or sent.
//
// [String] replaces what looks like a secret by [redacted] and leaves the rest
// as it was, structure included: a URL keeps its host, a header its name, a
// JSON member its quotes. [Error] does the same to an error's text, [Value] to a
// value whose key is known, and [New] adds an author's own rules.
// [Redactor.Without] turns built-in rules off by their ID.
//
// # What goes
//
// By the IDs of the rules ([BuiltIn] lists them all):
//
//   - url-user: user information in URLs of any scheme, but git alone
//   - credential: the values of credential keys (password, DB_PASSWORD, apiKey,
//     STRIPE_KEY, X-Auth-Token, API key, mot de passe) in key=value, key: value,
//     JSON, YAML, URL queries, headers and columns; Authorization and Cookie up
//     to the end of the header, of which a known scheme stays
//   - xml: the text of XML elements and attributes called so
//   - flag, command: values of credential flags, also where arguments were
//     printed as a list, and passwords among the arguments of some 210 known
//     commands (mysql -px, curl -u a:b, net user a b)
//   - call: what is passed to functions called so (SetBasicAuth, WithToken)
//   - login: user:password before a host (user:x@tcp(db:3306)/shop)
//   - announced: what a word announces (Bearer x, password is x1, AUTH PLAIN x),
//     and the value in an error of a flag or field of a credential (invalid
//     argument "x" for "--token" flag)
//   - private-key: PEM private keys, also cut short
//   - web-token, token, marked-token, webhook: JSON Web Tokens, tokens with the
//     prefix of one of some 150 services, and the secret part of webhook URLs
//   - opaque: runs of 32 and more characters that mix letters and digits as only
//     generated text does
//   - email, ip, mac: e-mail, IP and MAC addresses
//   - home, name: the name in home directories, and this machine's user and host
//     name; this user's own home directory becomes ~
//   - card, iban: numbers of payment cards (an issuer's digits and length, and
//     Luhn's check digit) and IBANs (length and check digits)
//   - sid: Windows security identifiers of a machine or domain
//   - phone: telephone numbers in international form, and any after a word such
//     as phone
//
// # What stays
//
// Prose about credentials ("invalid token at line 3"), UUIDs, versions,
// durations, times, identifiers, names of Kubernetes pods, paths outside home
// directories, commit hashes (40 lower-case hexadecimal digits), digests that say
// so (sha256:…), trace IDs, the loopback and unspecified addresses, netmasks,
// well-known SIDs, variables and expressions of code, and the values true, false,
// null, nil and none. User names of others, national telephone numbers that no
// word announces, postal addresses and places stay, too.
//
// # What it promises
//
// Every function takes time linear in its input: at most 400 looks at a byte for
// each byte of any text that a test could find, and three to twenty for ordinary
// ones. It never panics, and is safe for concurrent use. The result is at most
// four times as long as the input, and redacting it again changes nothing. Text
// in which nothing is found is returned as it is, without an allocation. Text
// that does not settle after a fixed number of passes becomes [redacted] as a
// whole.
//
// # What it does not
//
// It works by shape, at best effort. A secret that looks like a word survives
// where nothing says that it is a secret, and so does a short one. Redaction is
// the second line of defence: do not put secrets in events.
//
// The user name, the host name and the home directory are read from the environment
// and the operating system once per process, at the first text that needs them.
// Names shorter than three characters, and common ones such as root or runner, are
// left alone, because they identify nobody.
package redact
