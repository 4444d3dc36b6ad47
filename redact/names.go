package redact

// jointName is how long a name must be to be found beside an underscore: a shorter
// one is too often a part of an identifier.
const jointName = 6

// longName is how long a name must be to be found where letters follow: jmarlowedev.
const longName = 8

// name removes this machine's user or host name at i, where a word starts.
func (t *scan) name(i int) bool {
	if i > 0 && (t.starts(i-1, placeholder) || is(t.s[i-1], high)) {
		return false
	}
	for _, name := range t.id.names {
		end := i + len(name)
		if lowerByte(t.at(i+1)) != name[1] || !t.startsFold(i, name) || end < len(t.s) && is(t.s[end], wordChar) && (t.s[end] != '_' || len(name) < jointName) && len(name) < longName ||
			i > 0 && t.s[i-1] == '_' && len(name) < jointName {
			continue
		}
		if t.beforeAt(end) { // of an e-mail address more than the name goes
			return true
		}
		t.replace(i, end, placeholder)
		return true
	}
	return false
}

// beforeAt removes the address or the login that what ends at i may be a part of.
func (t *scan) beforeAt(i int) bool {
	j := t.runMax(i, wordChar|dot|dash|plus, 64)
	if t.at(j) != '@' && !t.starts(j, "%40") {
		return false
	}
	if t.on.has(ruleLogin) {
		t.login(j)
	}
	if t.done <= j && t.on.has(ruleEmail) {
		t.email(j)
	}
	return t.done > j
}

// commonName tells whether name, in lower case, is shared by so many machines,
// or is so plain a word, that it identifies nobody.
func commonName(name string) bool {
	switch name {
	case "adm", "admin", "administrator", "alpine", "android", "ansible", "apache", "api", "app", "apps", "arch", "azureuser",
		"backup", "bin", "build", "builder", "buildkite", "centos", "ci", "circleci", "client", "cloud", "code", "coder", "codespace", "codespaces", "computer", "config", "console", "container",
		"core", "daemon", "data", "database", "db", "debian", "default", "demo", "deploy", "deployer", "desktop", "dev", "devcontainer", "developer", "docker",
		"ec2-user", "error", "example", "false", "fedora", "file", "ftp", "git", "github", "gitlab", "gitlab-runner", "gitpod", "golang", "guest", "help", "home", "host", "hostname",
		"http", "https", "info", "init", "install", "iphone", "java", "jenkins", "jovyan", "kali", "kubernetes", "laptop", "linux", "linuxbrew", "local", "localdomain", "localhost",
		"lxc", "mac", "macbook", "machine", "mail", "main", "manjaro", "master", "me", "mint", "mysql", "name", "nginx", "nixos", "nobody", "node", "nodejs", "nogroup", "none", "null",
		"opc", "operator", "oracle", "owner", "pc", "php", "pi", "play", "postgres", "private", "project", "proxy", "public", "python", "raspberrypi", "redacted", "redis", "rhel", "root", "ruby",
		"run", "runner", "runneradmin", "rust", "sandbox", "server", "service", "shared", "ssh", "staff", "start", "status", "stop", "student", "sudo", "support", "sync", "sys", "system",
		"temp", "test", "tester", "testing", "tests", "tmp", "token", "travis", "true", "ubuntu", "unknown", "update", "user", "username", "users", "vagrant", "version", "virtualbox", "vm",
		"vscode", "web", "windows", "winuser", "work", "worker", "workspace", "workstation", "www", "www-data", "all users", "default user":
		return true
	}
	return len(name) == 0
}
