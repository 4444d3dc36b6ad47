package catalog

import (
	"io"

	"github.com/optin-go/optin/telemetry"
)

// WriteNotice writes to w what the tool's user is told: each event, its
// attributes, the values that are allowed, and why; what every event carries
// besides; what is never recorded; and the [Catalog.Version]. It is made from the
// declaration alone, so that it cannot say less than what is collected.
//
// It is Markdown that reads well in a terminal too: lines of at most 80 columns,
// but for a word that is longer, and for headings. The author's texts are
// escaped: they are read as they were written, and change nothing about the
// document.
//
// The error is that of [Catalog.Err], and then nothing is written, or a
// [telemetry.ErrIO] with what w returned. The whole notice is one Write.
func (c *Catalog) WriteNotice(w io.Writer) error {
	if err := c.Err(); err != nil {
		return err
	}
	if w == nil {
		return mistake("there is nothing to write the notice to; pass WriteNotice a writer")
	}
	text := c.notice()
	n, err := io.WriteString(w, text)
	if err == nil && n < len(text) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return &telemetry.Error{Kind: telemetry.ErrIO, Op: "catalog: write notice", Err: err}
	}
	return nil
}

func (c *Catalog) notice() string {
	var p page
	tool := escape(c.tool)
	p.heading("# What " + tool + " records")
	p.paragraph(escape(c.purpose))
	if len(c.events) == 0 {
		p.paragraph(tool + " records nothing about its use.")
		c.noticeVersion(&p)
		return p.text()
	}
	p.paragraph(tool + " records these events about its use, and no others.")
	for _, e := range c.events {
		p.heading("## " + code(e.name))
		p.paragraph(escape(e.purpose))
		for _, a := range e.attributes {
			d := a.declared()
			p.item(code(d.key) + " (" + d.describeWith(escape, code) + "): " + escape(d.purpose))
		}
		if len(e.attributes) == 0 {
			p.paragraph("It has no attributes.")
		} else {
			p.endList()
		}
	}
	p.heading("## With every event")
	p.item("the name and version of " + tool)
	p.item("a salted machine ID: a hash that tells this machine from others without saying whose it is. It is pseudonymous, and differs from the ID that another tool has for this machine.")
	p.item("the time, in UTC")
	p.item("a random ID of the event, by which a receiver knows a duplicate")
	p.endList()

	args, errMsg := c.collects(KindArguments), c.collects(KindErrorText)
	p.heading("## Never recorded")
	if !args {
		p.item("command-line arguments, and anything else that you type")
	}
	if !errMsg {
		p.item("the text of errors")
	}
	p.item("file names, paths, and what is in files")
	p.item("what commands print")
	p.item("names of users, accounts and hosts, e-mail and IP addresses")
	p.endList()
	p.paragraph("If events are sent, their receiver sees the network address that they come from, as every server does.")
	if args || errMsg {
		fields := code("args")
		switch {
		case args && errMsg:
			fields += " and " + code("err_msg")
		case errMsg:
			fields = code("err_msg")
		}
		p.paragraph("The text in " + fields + " can mention such things. Credentials and personal data are removed from it as far as they are recognized.")
	}
	c.noticeVersion(&p)
	return p.text()
}

func (c *Catalog) noticeVersion(p *page) {
	p.paragraph("Version of this list: " + code(c.Version()) + ". It changes when what is recorded changes.")
}

// collects reports whether an event has an attribute of the given kind.
func (c *Catalog) collects(kind Kind) bool {
	for _, e := range c.events {
		for _, a := range e.attributes {
			if a.Kind() == kind {
				return true
			}
		}
	}
	return false
}
