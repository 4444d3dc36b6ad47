package sessions

import (
	"fmt"
	"strings"
)

// script returns the page as a script for testscript. The commands themselves
// are in files, since sh and testscript quote differently. Where one ends, in which
// directory, the next one begins.
func (p *page) script(root string) string {
	var b strings.Builder
	start := "$HOME"
	if p.inRepository {
		start = root
	}
	files := []string{"-- enter --\nexec 2>&1\ncd \"$(cat $STEPS/directory)\"\n"}
	fmt.Fprintf(&b, "exec sh -c 'echo %s >$STEPS/directory'\n", start)
	for i, s := range p.steps {
		name := fmt.Sprintf("step-%d", i)
		fmt.Fprintf(&b, "# line %d\n", s.line)
		switch {
		case s.file != "":
			files = append(files,
				fmt.Sprintf("-- %s --\n. $STEPS/enter\nmkdir -p $(dirname %s)\ncp $STEPS/%s.content %[2]s\n", name, s.file, name),
				fmt.Sprintf("-- %s.content --\n%s", name, s.content))
			fmt.Fprintf(&b, "exec sh $STEPS/%s\n", name)
		case s.background:
			files = append(files, fmt.Sprintf("-- %s --\n. $STEPS/enter\nexec %s\n", name, s.command))
			fmt.Fprintf(&b, "exec sh $STEPS/%s &\nlistening\n", name)
		default:
			files = append(files, fmt.Sprintf("-- %s --\n. $STEPS/enter\n%s\npwd >$STEPS/directory\n", name, s.command))
			fmt.Fprintf(&b, "exec sh $STEPS/%s\nprinted %d\n", name, i)
		}
	}
	return b.String() + strings.Join(files, "")
}
