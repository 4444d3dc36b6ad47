package redact

// webTokens removes JSON Web Tokens, also cut ones. They begin with the Base64
// form of an opening brace and a quotation mark.
func (t *scan) webTokens() {
	const set = alnum | under | dash
	for i := 0; ; {
		i = t.index(i, "eyJ")
		if i < 0 {
			return
		}
		if i > t.done && is(t.s[i-1], set) && !t.escapeEnds(i) && !is(t.s[i-1], dash|under) {
			i += 3
			continue
		}
		end := t.run(i, set|plus|slash|equal)
		if end-i < 16 {
			i = end
			continue
		}
		for n := 0; n < 4 && t.at(end) == '.'; n++ {
			next := t.run(end+1, set)
			if next == end+1 && t.at(next) != '.' {
				break
			}
			end = next
		}
		t.replace(i, end, placeholder)
		i = end
	}
}
