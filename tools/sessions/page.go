package sessions

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A page is one Markdown file of the documentation, as its reader follows it.
type page struct {
	text         string
	inRepository bool
	port         string // on which a server of the page listens; "" if none does
	steps        []step
}

// A step is a file to write or a command to run.
type step struct {
	line int // of the page, counted from 1

	file    string // the name of a file; "" for a command
	content string

	command    string
	needs      string // a program that not every machine has
	background bool
	want       string // what the page says that the command prints
	from, to   int    // where in the page's text that stands
}

// elided reports whether the page leaves out some of what the command prints.
func (s step) elided() bool { return strings.Contains("\n"+s.want, "\n…\n") }

var (
	comment = regexp.MustCompile(`^<!-- (in|file|listens|needs|not run): (.+) -->$`)
	fence   = regexp.MustCompile("^```([a-z]*)$")
)

// parse reads a page.
func parse(text string) (*page, error) {
	p := &page{text: text}
	var file, needs, notRun string
	lines := strings.SplitAfter(text, "\n")
	offset := 0
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSuffix(lines[i], "\n")
		start := offset
		offset += len(lines[i])
		if m := comment.FindStringSubmatch(line); m != nil {
			switch m[1] {
			case "in":
				if m[2] != "repository" {
					return nil, fmt.Errorf("line %d: a page is in the repository or says nothing", i+1)
				}
				p.inRepository = true
			case "file":
				file = m[2]
			case "listens":
				p.port = m[2]
			case "needs":
				needs = m[2]
			case "not run":
				notRun = m[2]
			}
			continue
		}
		m := fence.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		first := i + 1
		block := []string{}
		blockStart := start + len(lines[i])
		for i++; i < len(lines) && strings.TrimSuffix(lines[i], "\n") != "```"; i++ {
			block = append(block, lines[i])
			offset += len(lines[i])
		}
		if i == len(lines) {
			return nil, fmt.Errorf("line %d: this block has no end", first)
		}
		offset += len(lines[i])
		switch {
		case file != "":
			p.steps = append(p.steps, step{line: first, file: file, content: strings.Join(block, "")})
		case notRun != "":
		case m[1] == "console":
			if err := p.session(block, needs, first+1, blockStart); err != nil {
				return nil, err
			}
		case m[1] == "sh" && strings.Contains(strings.Join(block, ""), "$ "):
			return nil, fmt.Errorf("line %d: a block with prompts is marked console", first)
		}
		file, needs, notRun = "", "", ""
	}
	return p, nil
}

// session reads a block of commands, and what they print.
func (p *page) session(block []string, needs string, line, offset int) error {
	for i := 0; i < len(block); {
		command, ok := strings.CutPrefix(block[i], "$ ")
		if !ok {
			return fmt.Errorf("line %d: %q follows no command", line+i, block[i])
		}
		s := step{line: line + i, needs: needs}
		offset += len(block[i])
		i++
		for strings.HasSuffix(command, "\\\n") && i < len(block) {
			command += block[i]
			offset += len(block[i])
			i++
		}
		s.command = strings.TrimSuffix(command, "\n")
		if rest, ok := strings.CutSuffix(s.command, " &"); ok {
			s.command, s.background = rest, true
		}
		s.from = offset
		for i < len(block) && !strings.HasPrefix(block[i], "$ ") {
			offset += len(block[i])
			i++
		}
		s.to = offset
		s.want = p.text[s.from:s.to]
		p.steps = append(p.steps, s)
	}
	return nil
}

// leaveOut leaves out the steps that need a program that is missing.
func (p *page) leaveOut(missing func(program string) bool) {
	p.steps = slices.DeleteFunc(p.steps, func(s step) bool { return s.needs != "" && missing(s.needs) })
}

// update returns the page with what each command printed, by its step.
func (p *page) update(printed map[int]string) string {
	var b strings.Builder
	last := 0
	for i, s := range p.steps {
		got, ok := printed[i]
		if !ok || s.elided() || steady(got) == steady(s.want) {
			continue
		}
		b.WriteString(p.text[last:s.from])
		b.WriteString(got)
		last = s.to
	}
	b.WriteString(p.text[last:])
	return b.String()
}
