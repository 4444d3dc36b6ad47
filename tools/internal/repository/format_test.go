package repository

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFormat(t *testing.T) {
	const sibling = "module example.com/a\n\ngo 1.25.0\n"
	tests := []struct {
		name    string
		replace string // in go.work
		require string // in b's go.mod
		want    string // in go.work
	}{
		{name: "no requirement, no line"},
		{
			name:    "a line is added",
			require: "\nrequire example.com/a v0.1.0\n",
			want:    "\nreplace example.com/a v0.1.0 => ./a\n",
		},
		{
			name:    "an old version's line goes",
			replace: "\nreplace example.com/a v0.1.0 => ./a\n",
			require: "\nrequire example.com/a v0.2.0\n",
			want:    "\nreplace example.com/a v0.2.0 => ./a\n",
		},
		{
			name:    "a wrong directory is put right",
			replace: "\nreplace example.com/a v0.1.0 => ./b\n",
			require: "\nrequire example.com/a v0.1.0\n",
			want:    "\nreplace example.com/a v0.1.0 => ./a\n",
		},
		{
			name:    "a module outside the workspace is not replaced",
			replace: "\nreplace example.com/other v1.0.0 => ../other\n",
			require: "\nrequire example.com/other v1.0.0\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			const use = "go 1.26.0\n\nuse (\n\t./a\n\t./b\n)\n"
			root := t.TempDir()
			write(t, filepath.Join(root, "go.work"), use+tt.replace)
			write(t, filepath.Join(root, "a", "go.mod"), sibling)
			write(t, filepath.Join(root, "b", "go.mod"), "module example.com/b\n\ngo 1.25.0\n"+tt.require)
			w, err := Load(root)
			if err != nil {
				t.Fatal(err)
			}
			got, err := w.Format()
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != use+tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, use+tt.want)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
