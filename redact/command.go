package redact

import (
	"strings"
	"sync"
)

// command is a program, or a verb of many programs, whose arguments hold a
// password in a way that only its manual tells.
type command struct {
	names string // separated by blanks

	// flags are separated by blanks. "-p" takes a password as its next argument,
	// "-p=" in the same one, "-p?" either way; "-u:" takes user:password, "-U%"
	// user%password, and "-u," user,password, either way.
	flags string

	// args are patterns of arguments, separated by "|": a word is itself (w* is a
	// word that begins with w), * any argument that is no flag, … any number of
	// arguments, KEY the name of a credential, § the password, and /§ user/password. Flags
	// may stand in between.
	args string
}

// echoNames are the commands that write a password into another one.
const echoNames = "echo printf"

// commands holds the rows.
var commands = [...]command{
	{echoNames, "", ""},
	{"login signin logon", "-p? -P?", ""},
	{"mysql mysqldump mysqlimport mysqlcheck mysqlslap mysqlshow mysqlbinlog mariadb mariadb-dump mariadb-admin mycli mydumper myloader xtrabackup innobackupex", "-p=", ""},
	{"mysqladmin", "-p=", "… password §"},
	{"sshpass", "-p?", ""},
	{"twine poetry publish podman nerdctl buildah skopeo crane oras regctl helm oc cf ibmcloud az", "-p", "config pypi-token* §|config http-basic* * §|config KEY §"},
	{"redis-cli valkey-cli keydb-cli iredis redis-benchmark", "-a", "… auth §|… AUTH §"},
	{"mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop mongofiles", "-p?", ""},
	{"bcp sqlcmd osql isql tsql sqsh mssql-cli", "-P?", ""},
	{"zip unzip zipcloak ipmitool mosquitto_pub mosquitto_sub mosquitto_rr", "-P?", ""}, //nolint:misspell // a program is called so
	{"7z 7za 7zr 7zz rar unrar", "-p= -hp=", ""},
	{"cqlsh nodetool beeline cypher-shell influx couchbase-cli cbbackupmgr cbq snowsql vsql nzsql teradata clickhouse-client pg_top rdesktop evil-winrm crackmapexec netexec psexec imapsync hydra medusa wfuzz telegraf grafana-cli splunk jira ssh-copy-id kafkacat kcat ncftp ncftpput ncftpget lpadmin arangosh riak expo fastlane altool notarytool", "-p -pw", ""},
	{"ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldapcompare ldapmodrdn ldapexop", "-w", ""},
	{"ldappasswd", "-w -s -a", ""},
	{"curl", "-u: -U: -E: --cert:", ""},
	{"http https xh httpie ab wrk jenkins-cli nikto", "-a: -A: -auth: -id:", ""},
	{"wget lftp ftp", "-u,", ""},
	{"openssl", "-k -K -passin -passout -pass -password", ""},
	{"keytool jarsigner apksigner", "-storepass -keypass -srcstorepass -deststorepass -srckeypass -destkeypass -new", ""},
	{"ssh-keygen", "-N -P", ""},
	{"rpcclient smbget smbmap winexe smbcacls", "-U% -u% -p", ""},
	{"smbclient", "-U%", "//* §"},
	{"plink pscp psftp putty", "-pw", ""},
	{"vncviewer x11vnc vncserver", "-passwd", ""},
	{"net", "-U%", `use \\* §|use * \\* §|user * §`},
	{"sc", "", "config * … password= §"},
	{"cmdkey xfreerdp wfreerdp freerdp psexec64 runas wmic schtasks", "/p:= /pass:= /password:= /rp", ""},
	{"snmpwalk snmpget snmpset snmptrap snmpbulkwalk", "-A -X -c", ""},
	{"useradd usermod", "-p", ""},
	{"rabbitmqctl", "", "add_user * §|change_password * §|authenticate_user * §"},
	{"htpasswd", "", "-nbC * * §|-nb * §|-bC * * * §|-b * * §"},
	{"htdigest", "", "* * * §"},
	{"nmcli", "", "… password §|… wifi-sec.psk §"},
	{"wpa_passphrase", "", "* §"},
	{"networksetup", "", "-setairportnetwork * * §"},
	{"security", "-p -w -P", ""},
	{"dscl", "", "… -passwd * §"},
	{"mc", "", "alias set * * * §|config host add * * * §"},
	{"aws pulumi gcloud npm pnpm yarn git pip composer gem bundle", "", "configure set KEY §|config set KEY §|config KEY §|set KEY §|config --global KEY §"},
	{"gem", "-k --key", ""},
	{"vault", "", "login §|operator unseal §|unwrap §|token revoke §|token lookup §|token renew §"},
	{"ngrok", "", "authtoken §|config add-authtoken §"},
	{"cargo", "", "login §"},
	{"doctl", "-t", ""},
	{"bw", "", "login * §|unlock §"},
	{"rclone", "", "obscure §"},
	{"gh wrangler heroku", "-b --body", ""},
	{"nuget", "-ApiKey", "setapikey § |setApiKey §"},
	{"codecov", "-t", ""},
	{"snyk", "", "auth §"},
	{"pdftk", "", "… user_pw §|… owner_pw §|… input_pw §"},
	{"gpg gpg2", "--passphrase", ""},
	{"db2", "", "connect to * user * using §"},
	{"sendemail", "-xp", ""},
	{"swaks", "-ap", ""},
	{"kinit", "--password", ""},
	{"sqlplus sqlldr exp imp expdp impdp rman", "", "/§"},
	{"etcdctl elasticsearch-users", "-u:", ""},
}

// wordList finds the words that tell what comes after them: those of
// [announcements], and the first ones of the names of [commands].
type wordList struct {
	filter   [32]uint64 // words whose sum is not in it are not in the list
	commands map[string][]commandName
}

type commandName struct {
	name string
	row  *command
}

// listedWords is made when the first text is redacted.
var listedWords = sync.OnceValue(func() *wordList {
	l := &wordList{commands: map[string][]commandName{}}
	for _, a := range announcements {
		l.add(a.word)
	}
	for n := range commands {
		for name := range strings.FieldsSeq(commands[n].names) {
			word := name
			for i := range len(name) {
				if !is(name[i], alnum|under) {
					word = name[:i]
					break
				}
			}
			l.add(word)
			l.commands[word] = append(l.commands[word], commandName{name, &commands[n]})
		}
	}
	return l
})

func (l *wordList) add(word string) {
	h := wordSum(word)
	l.filter[h>>6] |= 1 << (h & 63)
}

func (l *wordList) mayHave(word string) bool {
	h := wordSum(word)
	return l.filter[h>>6]>>(h&63)&1 == 1
}

// wordSum adds up what tells words apart without regard to case: some of the bytes,
// and the length.
func wordSum(s string) uint16 {
	h := uint16(len(s)) //nolint:gosec // modulo 2048
	h = h*31 + uint16(s[0]|0x20)
	h = h*31 + uint16(s[len(s)-1]|0x20)
	h = h*31 + uint16(s[len(s)/2]|0x20)
	return h & 2047
}

// commandAt notes that the word in s[i:end] is a command, and where the password
// among its arguments is, if it stands at a fixed place there.
func (t *scan) commandAt(i, end int) {
	for _, n := range t.words.commands[t.s[i:end]] {
		to := i + len(n.name)
		if !t.starts(i, n.name) || !is(t.at(to), space|quoteMark|back) && !t.starts(to, ".exe") {
			continue
		}
		t.command, t.from = n.row, to
		if n.row.names == echoNames {
			t.echo(i, end)
			return
		}
		if n.row.args == "" {
			return
		}
		var args [maxArgs]argument
		count := t.argumentsAt(to, args[:])
		for pattern := range strings.SplitSeq(n.row.args, "|") {
			if t.password(pattern, args[:count]) {
				return
			}
		}
	}
}

// argument is where an argument is.
type argument struct{ from, to int }

// maxArgs is how many arguments of a command are looked at.
const maxArgs = 12

// argsMax is how far the arguments of a command are followed.
const argsMax = 256

// argument returns the next argument at or after i, of a command line or of a
// printed list of its words, and where the next one may start.
func (t *scan) argument(i int) (from, to, next int, ok bool) {
	for n := 0; i < len(t.s) && n < 16 && (is(t.s[i], space) || t.s[i] == ',') && t.s[i] != '\n'; n++ {
		i++
	}
	if i >= len(t.s) || is(t.s[i], closer) || isAny(t.s[i], "\n|;&") {
		return 0, 0, 0, false
	}
	if q, quoted := t.quoteAt(i); quoted {
		from = i + q.size
		to = t.quotedStart(from, q)
		return from, to, to + q.size, true
	}
	limit := min(len(t.s), i+argsMax)
	to = i
	for to < limit && !is(t.s[to], space|quoteMark) {
		to++
	}
	t.work += to - i + 1
	next = to
	for to > i && (is(t.s[to-1], closer) && t.closes(to) || isAny(t.s[to-1], ".,;:\\")) {
		to--
	}
	if to == i {
		return 0, 0, 0, false
	}
	if next < len(t.s) && is(t.s[next], quoteMark) {
		next++
	}
	return i, to, next, true
}

// argumentsAt finds the arguments of the command that ends at i, and returns how
// many there are.
func (t *scan) argumentsAt(i int, args []argument) int {
	if q, ok := t.quoteAt(i); ok { // ["net", "user", …]
		i += q.size
	}
	limit := i + argsMax
	for n := range args {
		from, to, next, ok := t.argument(i)
		if !ok || to > limit {
			return n
		}
		args[n], i = argument{from, to}, next
	}
	return len(args)
}

// password matches the arguments of a command with a pattern, and notes where the
// password is if it does. The scan removes it when it comes there, for flags before
// it may hold another one.
func (t *scan) password(pattern string, args []argument) bool {
	skip := false
	for token := range strings.FieldsSeq(pattern) {
		if token == "…" {
			skip = true
			continue
		}
		for {
			if len(args) == 0 {
				return false
			}
			a := args[0]
			args = args[1:]
			arg := t.s[a.from:a.to]
			t.work++
			if !t.fits(token, arg) {
				if !skip && !isFlag(arg) {
					return false
				}
				continue
			}
			if token == "/§" { // scott/tiger@orcl
				a.from += strings.IndexByte(arg, '/') + 1
				if k := strings.IndexByte(t.s[a.from:a.to], '@'); k >= 0 {
					a.to = a.from + k
				}
			}
			if token == "§" || token == "/§" {
				if t.placeholderAt(a.from) == 0 && !isPlaceholder(t.s[a.from:a.to]) {
					t.argFrom, t.argTo = a.from, a.to
				}
				return true
			}
			break
		}
		skip = false
	}
	return false
}

// fits tells whether an argument is what a token of a pattern says.
func (t *scan) fits(token, arg string) bool {
	switch {
	case arg == "":
		return token == "*"
	case token == "*" || token == "§":
		return !isFlag(arg)
	case token == "/§":
		k := strings.IndexByte(arg, '/')
		return k > 0 && k+1 < len(arg) && isUser(arg[:k]) && strings.IndexByte(arg[k+1:], '/') < 0 && arg[k+1] != '@'
	case token == "KEY":
		return kindOf(arg) != keyNone && arg[0] != '-'
	case token[0] == '-' && len(token) <= 4: // all these letters
		if arg[0] != '-' || len(arg) > 8 {
			return false
		}
		for i := 1; i < len(token); i++ {
			if strings.IndexByte(arg, token[i]) < 0 {
				return false
			}
		}
		return true
	case token[len(token)-1] == '*':
		return strings.HasPrefix(arg, token[:len(token)-1])
	}
	return arg == token
}

func isFlag(arg string) bool {
	return len(arg) > 1 && (arg[0] == '-' || arg[0] == '/' && arg[1] != '/' && strings.IndexByte(arg[1:], '/') < 0)
}

// commandFlag returns how a flag of the last command takes a password: where the
// value starts in the same argument or 0, and whether the next argument is meant,
// with the sign that is between user and password or 0.
func (t *scan) commandFlag(i int) (glued int, next bool, sep byte) {
	if t.command == nil || i-t.from > argsMax || strings.IndexByte(t.s[t.from:i], '\n') >= 0 {
		return 0, false, 0
	}
	t.work += i - t.from
	for spec := range strings.FieldsSeq(t.command.flags) {
		name, how := spec, byte(0)
		if c := spec[len(spec)-1]; isAny(c, "=?:%,") {
			name, how = spec[:len(spec)-1], c
		}
		if !t.starts(i, name) {
			continue
		}
		end := i + len(name)
		ends := end >= len(t.s) || is(t.s[end], space) || t.s[end] == '=' || t.s[end] == ',' || is(t.s[end], quoteMark|back|closer)
		switch how {
		case 0:
			if ends {
				return 0, true, 0
			}
		case '=', '?':
			if end < len(t.s) && !is(t.s[end], space|closer) && t.s[end] != ',' && !t.closesArgument(i, end) {
				return end, false, 0
			}
			if how == '?' && ends {
				return 0, true, 0
			}
		default:
			if ends {
				return 0, true, how
			}
			return end, false, how
		}
	}
	return 0, false, 0
}

// closesArgument tells whether the quotation mark at end closes the one before the
// flag at i, so that no value follows in the same argument: ["-p", "x"].
func (t *scan) closesArgument(i, end int) bool {
	q, ok := t.quoteAt(end)
	return ok && i > 0 && t.s[i-1] == q.mark
}

// echo removes what a shell's echo or printf at s[i:end] writes into a program that
// reads a password from its standard input.
func (t *scan) echo(i, end int) {
	from, to, next, ok := t.argument(end)
	for ok && t.at(from) == '-' && to-from < 4 {
		from, to, next, ok = t.argument(next)
	}
	if !ok || t.placeholderAt(from) > 0 || isPlaceholder(t.s[from:to]) {
		return
	}
	if i > 1 && t.s[i-1] == '(' && t.s[i-2] == '<' { // --key-file <(echo x)
		before := t.back(i-2, alnum|dash|space|under|equal, 32)
		for word := range strings.FieldsSeq(t.s[before : i-2]) {
			if word = strings.Trim(word, "-="); kindOf(word) != keyNone || strings.Contains(word, "key") || strings.Contains(word, "pass") {
				t.replace(from, to, placeholder)
				return
			}
		}
		return
	}
	bar := next
	for bar < len(t.s) && bar-next < 4 && is(t.s[bar], space) && t.s[bar] != '\n' {
		bar++
	}
	if t.at(bar) != '|' {
		return
	}
	if t.readsPassword(t.s[bar:min(len(t.s), bar+96)]) {
		t.replace(from, to, placeholder)
	}
}

// readsPassword tells whether one of the words of a command line makes the program
// read a password from its standard input.
func (t *scan) readsPassword(line string) bool {
	t.work += len(line)
	if k := strings.IndexByte(line, '\n'); k >= 0 {
		line = line[:k]
	}
	for word := range strings.FieldsSeq(line) {
		switch word {
		case "-S", "--stdin", "-stdin", "--password-stdin", "--with-token", "--pass-stdin", "--token-stdin", "passwd", "chpasswd", "cryptsetup", "kinit", "secret", "secrets", "--passphrase-fd", "--batch", "login", "openssl", "unlock", "smbpasswd":
			return true
		}
		if strings.HasSuffix(word, "-stdin") || strings.HasSuffix(word, "stdin") {
			return true
		}
	}
	return false
}

// hereString removes what <<< at i gives to a program that reads a password.
func (t *scan) hereString(i int) {
	if !t.starts(i, "<<<") || t.at(i+3) == '<' || t.at(i-1) == '<' {
		return
	}
	if t.readsPassword(t.s[max(t.done, i-96):i]) {
		if from, to, _, ok := t.argument(i + 3); ok && t.placeholderAt(from) == 0 && !isPlaceholder(t.s[from:to]) {
			t.replace(from, to, placeholder)
		}
	}
}
