package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// line is what stands behind the path of a file to run the scenario there.
var line = regexp.MustCompile(`:[0-9]+$`)

// absolute returns a path of scenarios as it is seen from any directory. It
// refuses all other paths, which would select no scenario.
func absolute(path string) (string, error) {
	number := line.FindString(path)
	file := strings.TrimSuffix(path, number)
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return "", err
	case info.IsDir() && number != "":
		return "", fmt.Errorf("%s is a directory; a line is one of a file", file)
	case !info.IsDir() && filepath.Ext(file) != ".feature":
		return "", fmt.Errorf("%s is neither a directory nor a .feature file", file)
	}
	file, err = filepath.Abs(file)
	return file + number, err
}

// format returns the list of reports with their files as they are seen from any
// directory.
func format(list string) (string, error) {
	reports := strings.Split(list, ",")
	for i, report := range reports {
		name, file, toFile := strings.Cut(report, ":")
		if !slices.Contains([]string{"pretty", "progress", "cucumber", "events", "junit"}, name) {
			return "", fmt.Errorf("no report is called %q", name)
		}
		if toFile {
			file, err := filepath.Abs(file)
			if err != nil {
				return "", err
			}
			reports[i] = name + ":" + file
		}
	}
	return strings.Join(reports, ","), nil
}
