package redact

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// settings are the surroundings that a secret, §, is put into. None of them
// says that it is one.
var settings = []string{
	"§", "got § here", "(§)", "[§]", "{§}", `"§"`, "'§'", "`§`", "<§>", "x=§", "x: §", "x:§", "a=§&b=c", "a=§;b=c", "a=§, b", "[a, §, b]", `["a","§"]`, `{"a":"§"}`, `{\"a\":\"§\"}`,
	"line\n§\nline", `line\n§\nline`, "a\t§\tb", "ключ § конец", "日本§日本", "…§…", "https://x.example/?q=§", "https://x.example/?q=§&r=1", "q%3D§%26r", "--flag §", "--flag=§", "§.", "§,", "§:", "§!",
	"\x1b[31m§\x1b[0m", "\x00§\x00", "|§|", "#§", "/a/§", "error: §: bad",
}

// announcing are surroundings that say so: any password must go there.
var announcing = []string{
	"password=§", "password = §", `"password":"§"`, `{\"password\":\"§\"}`, "DB_PASSWORD='§'", "--password §", "--password=§", `["--password","§"]`, `["--password" "§"]`, "[--password §]",
	"https://user:§@h.example/x", "user:§@tcp(h:1)/x", "<password>§</password>", `PWD="§"`, "password %3D \"§\"", "WITH PASSWORD '§'", "curl -u user:§ x", `{"name":"DB_PASSWORD","value":"§"}`,
	"export TOKEN=§", "client_secret: \"§\"", "Authorization: Bearer §", `-H "X-Api-Key: §"`,
}

func alphabet(set class) string {
	var b []byte
	for c := range 128 {
		if is(byte(c), set) {
			b = append(b, byte(c))
		}
	}
	return string(b)
}

func randomText(rng *rand.Rand, chars string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = chars[rng.IntN(len(chars))]
	}
	return string(b)
}

// leaks tells whether a piece of n bytes of the secret is in out.
func leaks(out, secret string, n int) bool {
	for i := 0; i+n <= len(secret); i++ {
		if strings.Contains(out, secret[i:i+n]) {
			return true
		}
	}
	return false
}

// Tokens of every vendor, which the corpus has not seen, in every setting.
func TestGeneratedVendorTokensDoNotLeak(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	total, leaked := 0, 0
	{
		for _, v := range vendors {
			for _, where := range settings {
				body := v.body
				if v.prefix == "hooks.slack.com/services/" {
					body = alnum
				}
				text := alphabet(body &^ dollar)
				if v.body == hex {
					text = "0123456789abcdef"
				}
				secret := randomText(rng, text, v.min+16+rng.IntN(16))
				if v.proof != sure {
					secret = randomText(rng, "aB3dE6gH9", 16) + secret
				}
				// A body does not end in punctuation.
				secret += "x"
				if v.body&lower == 0 || v.body == hex {
					secret = secret[:len(secret)-1] + "0"
				}
				in := strings.ReplaceAll(where, "§", v.prefix+secret)
				total++
				if out := builtin(in, testIdentity); leaks(out, secret, 6) {
					leaked++
					t.Errorf("%q leaks: %q", in, out)
				}
			}
		}
	}
	t.Logf("%d tokens, %d leaked", total, leaked)
}

// Passwords of any characters, where something says that they are. Commas,
// semicolons and ampersands are left out: before what reads like the next key
// they end a value.
func TestGeneratedPasswordsDoNotLeak(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const printable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%()*+-./:=?@[]^_{|}~"
	total, leaked := 0, 0
	for _, where := range announcing {
		for range 200 {
			chars := printable
			switch {
			case strings.Contains(where, "//user"), strings.Contains(where, "Bearer"):
				chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!$*+-._~"
			case strings.Contains(where, "user:"):
				chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%*+-./:?@^_~"
			}
			secret := "k" + randomText(rng, chars, 10+rng.IntN(10)) + "7"
			in := strings.ReplaceAll(where, "§", secret)
			total++
			if out := builtin(in, testIdentity); leaks(out, secret, 4) {
				leaked++
				t.Errorf("%q leaks: %q", in, out)
			}
		}
	}
	t.Logf("%d passwords, %d leaked", total, leaked)
}

// Random text that nothing announces is found by its shape alone. That is a
// matter of chance: the share that is found must not fall.
func TestGeneratedOpaqueText(t *testing.T) {
	alphabets := []struct{ name, chars string }{
		{"hexadecimal", "0123456789abcdef"},
		{"base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"},
		{"base36", "0123456789abcdefghijklmnopqrstuvwxyz"},
		{"base62", alphabet(alnum)},
		{"base64", alphabet(alnum | plus | slash)},
		{"base64url", alphabet(alnum | dash | under)},
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for _, a := range alphabets {
		for _, n := range []int{32, 43, 64, 88} {
			const rounds = 2000
			found := 0
			for range rounds {
				secret := randomText(rng, a.chars, n)
				if !leaks(builtin("id "+secret+" x", testIdentity), secret, 8) {
					found++
				}
			}
			share := 100 * float64(found) / rounds
			t.Logf("%-12s %2d characters: %.1f %%", a.name, n, share)
			if share < 97 {
				t.Errorf("%s of %d characters: only %.1f %% found", a.name, n, share)
			}
		}
	}
}

// Words in any order and any case must not add up to a secret.
func TestGeneratedProseIsLeftAlone(t *testing.T) {
	words := strings.Fields(`the a token secret password key error failed invalid not found session user request server timeout connection refused parse line
		config file module version build test deploy status 3 42 200 404 v1.2.3 2s main.go:12 TestFoo foo_bar foo-bar FooBar GET POST /usr/lib /tmp/x https://example.com/a is was required expired missing with
		for of in on and or to from could cannot read write open close`)
	// A colon or an equals sign after these makes what follows a value.
	keys := []string{"token", "secret", "password", "key", "session", "user"}
	rng := rand.New(rand.NewPCG(7, 8))
	for range 5000 {
		var text []string
		for range 3 + rng.IntN(12) {
			w := words[rng.IntN(len(words))]
			if rng.IntN(6) == 0 && !slices.Contains(keys, w) {
				w += ":"
			}
			text = append(text, w)
		}
		in := strings.Join(text, " ")
		if out := builtin(in, testIdentity); out != in {
			t.Errorf("%q becomes %q", in, out)
		}
	}
}
