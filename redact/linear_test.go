package redact

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// looksPerByte is the promise of linear time as a test can hold it to: so many bytes
// are looked at for each byte of a text, whatever the text. A second is not counted,
// for it is another one on a busy machine.
const looksPerByte = 400

// alphabets returns for each rule the pieces that its texts are made of: what its
// samples consist of, the bytes at which it is asked, and what it knows by heart.
func alphabets(tb testing.TB) map[string][]string {
	tb.Helper()
	hits, misses := samples(tb)
	common := []string{" ", "\n", `"`, "'", ":", "=", "-", "@", "/", `\`, ".", ",", "[", "]", "(", "{", "<", ">", "%", "+", "~", "$", "|", "1", "a", "A", "x1", "é", placeholder}
	all := map[string][]string{}
	for n := range rules {
		r := &rules[n]
		pieces := append([]string(nil), common...)
		for _, list := range [][]corpusCase{hits[r.id], misses[r.id]} {
			for _, c := range list {
				pieces = append(append(pieces, split(c.in)...), split(c.want)...)
			}
		}
		for i := range len(r.at) {
			pieces = append(pieces, r.at[i:i+1])
		}
		all[r.id] = pieces
	}
	for _, w := range &keyWords {
		all["credential"] = append(all["credential"], w.word)
		all["flag"] = append(all["flag"], "--"+w.word)
		all["xml"] = append(all["xml"], "<"+w.word+">")
	}
	for _, v := range &vendors {
		all["token"] = append(all["token"], v.prefix)
	}
	for _, a := range &announcements {
		all["announced"] = append(all["announced"], a.word)
	}
	for _, c := range &commands {
		for _, list := range []string{c.names, c.flags, c.args} {
			all["command"] = append(all["command"], strings.Fields(list)...)
		}
	}
	return all
}

// split cuts s between words and signs.
func split(s string) []string {
	var out []string
	for i := 0; i < len(s); {
		j := i + 1
		if is(s[i], wordChar) {
			for j < len(s) && is(s[j], wordChar) {
				j++
			}
		}
		out = append(out, s[i:j])
		i = j
	}
	return out
}

// checkLinear fails if a text of n bytes that repeats motif costs more than its
// length says.
func checkLinear(tb testing.TB, motif string, n int) {
	tb.Helper()
	if motif == "" {
		return
	}
	t := newScan(strings.Repeat(motif, n/len(motif)+1)[:n])
	t.settle()
	if t.work > looksPerByte*n {
		tb.Errorf("%q: %d bytes looked at for each byte", motif, t.work/n)
	}
}

func TestTimeIsLinearOverTheAlphabetOfEachRule(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for id, pieces := range alphabets(t) {
		t.Run(id, func(t *testing.T) {
			for range 150 {
				var motif strings.Builder
				for range 1 + rng.IntN(7) {
					motif.WriteString(pieces[rng.IntN(len(pieces))])
				}
				checkLinear(t, motif.String(), 4<<10)
				if m := motif.String(); len(m) < 64 {
					check(t, strings.Repeat(m, 1+rng.IntN(4)))
				}
			}
		})
	}
}

// What an attacker found to be slow once, and its like. The clock sees what is not
// counted: each of these took a minute and more at this length.
func TestTimeIsLinearForWhatWasNot(t *testing.T) {
	start := time.Now()
	for _, motif := range []string{"{pass:1},", "1:pat.", "Authorization: ["} {
		builtin(strings.Repeat(motif, 40_000), testIdentity)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	for _, motif := range []string{
		"{pass:1},", "1:pat.", "pw:", "token:x:", "session:1:", "PASS:TestA|", "?code=[redacted]@x", "Authorization: [", `Authorization: a"`, `password="\`, "password='", "a://b:", "a://b:c ",
		"net use ", "mysql -p", "echo | ", "curl -u ", `parsing "`, `value "x" for `, "bind a=b ", "@a:b", "a@b.cc:", "/home/", "~a", "<password>", "<key>", `("`, "4111 1111 ", "DE89 ", "+1 ", "S-1-5-21-", "a/b/", "eyJ", "-----BEGIN ", "password: |\n\n", `pw="""`, "password for a is ",
	} {
		for _, join := range []string{"", " ", "\n", ":", `"`} {
			checkLinear(t, motif+join, 16<<10)
		}
	}
}

func FuzzTimeIsLinear(f *testing.F) {
	for _, pieces := range alphabets(f) {
		for i := 0; i+3 < len(pieces); i += 7 {
			f.Add(pieces[i] + pieces[i+1] + pieces[i+2] + pieces[i+3])
		}
	}
	f.Fuzz(func(t *testing.T, motif string) { checkLinear(t, motif, 4<<10) })
}
