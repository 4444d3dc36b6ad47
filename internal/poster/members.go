package poster

import "bytes"

// Members returns the members of a JSON object, each value as its bytes, and whether
// data looks like one object. It is for answers with a few known members: it finds
// values without checking them, and leaves out names with escapes. encoding/json
// would add 0.3 MB to every tool that sends.
func Members(data []byte) (map[string][]byte, bool) {
	data = bytes.TrimSpace(data)
	if len(data) < 2 || data[0] != '{' || data[len(data)-1] != '}' {
		return nil, false
	}
	out := map[string][]byte{}
	for rest := data[1 : len(data)-1]; ; {
		rest = bytes.TrimLeft(rest, " \t\r\n,")
		if len(rest) == 0 {
			return out, true
		}
		name := rest[:valueEnd(rest)]
		rest = bytes.TrimLeft(rest[len(name):], " \t\r\n")
		if len(name) < 2 || name[0] != '"' || len(rest) == 0 || rest[0] != ':' {
			return nil, false
		}
		rest = bytes.TrimLeft(rest[1:], " \t\r\n")
		value := rest[:valueEnd(rest)]
		if len(value) == 0 {
			return nil, false
		}
		if bytes.IndexByte(name, '\\') < 0 {
			out[string(name[1:len(name)-1])] = bytes.TrimSpace(value)
		}
		rest = rest[len(value):]
	}
}

// valueEnd returns where the JSON value at the beginning of data ends, or 0 if
// there is none or it does not end.
func valueEnd(data []byte) int {
	depth, inString := 0, false
	for i, c := range data {
		switch {
		case inString && c == '"' && !escaped(data[:i]):
			if inString = false; depth == 0 {
				return i + 1
			}
		case inString:
		case c == '"':
			if depth == 0 && i > 0 {
				return 0 // a literal runs into a string
			}
			inString = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth < 0 {
				return i
			}
			if depth == 0 {
				return i + 1
			}
		case depth == 0 && (c == ',' || c == ':'):
			return i
		}
	}
	if depth > 0 || inString {
		return 0
	}
	return len(data)
}

// escaped reports whether before ends with a backslash that escapes what
// follows.
func escaped(before []byte) bool {
	n := len(before)
	for n > 0 && before[n-1] == '\\' {
		n--
	}
	return (len(before)-n)%2 == 1
}
