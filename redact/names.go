package redact

// names removes this machine's user and host names where they stand as whole
// words.
func (t *scan) names() {
	if len(t.id.names) == 0 {
		return
	}
	var first [256]bool
	for _, name := range t.id.names {
		first[name[0]] = true
	}
	for i := 0; i < len(t.s); {
		if !is(t.s[i], wordChar) {
			i++
			continue
		}
		end := t.run(i, wordChar)
		if t.starts(i-1, placeholder) && i > 0 {
			i = end
			continue
		}
		at := i
		if !first[lowerByte(t.s[at])] && i > 0 && (t.s[i-1] == '\\' || t.s[i-1] == '%') {
			for k := i + 1; k < min(end, i+6); k++ {
				if t.escapeEnds(k) {
					at = k
				}
			}
		}
		if first[lowerByte(t.s[at])] {
			for _, name := range t.id.names {
				if t.startsFold(at, name) && (at+len(name) >= len(t.s) || !is(t.s[at+len(name)], wordChar)) {
					t.replace(at, at+len(name), placeholder)
					end = max(end, at+len(name))
					break
				}
			}
		}
		i = end
	}
	t.work += len(t.s)
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
