package redact

// webToken removes a JSON Web Token at i, also a cut one. It begins with the
// Base64 form of an opening brace and a quotation mark.
func (t *scan) webToken(i int) {
	if !t.starts(i, "eyJ") {
		return
	}
	const set = alnum | under | dash
	if t.runMax(i, set|plus|slash|equal, 16)-i < 16 {
		return
	}
	end := t.run(i, set|plus|slash|equal)
	for n := 0; n < 4 && t.at(end) == '.'; n++ {
		next := t.run(end+1, set)
		if next == end+1 && t.at(next) != '.' {
			break
		}
		end = next
	}
	t.replace(i, end, placeholder)
}
