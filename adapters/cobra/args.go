package cobracmd

import (
	"os"
	"reflect"

	"github.com/spf13/cobra"
)

// argsOf returns the arguments that root executes: those of its last SetArgs, with
// which an alias says what it runs, or those of the process. cobra has no method
// for the former.
func argsOf(root *cobra.Command) []string {
	field := reflect.ValueOf(root).Elem().FieldByName("args")
	if !field.IsValid() || field.Kind() != reflect.Slice || field.IsNil() || field.Type().Elem().Kind() != reflect.String {
		return os.Args[1:]
	}
	args := make([]string, field.Len())
	for i := range args {
		args[i] = field.Index(i).String()
	}
	return args
}
