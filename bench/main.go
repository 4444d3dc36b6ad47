package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

func main() {
	if is, err := playRole(); is {
		exit(err)
	}
	passes := flag.Int("passes", 21, "how many interleaved passes")
	length := flag.Duration("time", 20*time.Millisecond, "how long a contender runs in a pass, about")
	smoke := flag.Bool("smoke", false, "two short passes, to see that everything still works")
	charts := flag.String("draw", "", "also draw the groups' charts in this `directory`, and put their tables into its performance.md")
	flag.Usage = usage
	flag.Parse()
	if *smoke {
		*passes, *length = 2, time.Millisecond
	}
	how := effort{*passes, *length, *smoke}
	exit(run(how, *charts, flag.Args()))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: go run . [flags] group...   print the groups' tables")
	for _, g := range groups {
		fmt.Fprintf(os.Stderr, "  %-8s %s\n", g.name, g.about)
	}
	flag.PrintDefaults()
}

func run(how effort, charts string, names []string) error {
	if len(names) == 0 {
		for _, g := range groups {
			names = append(names, g.name)
		}
	}
	for _, name := range names {
		g, err := find(name)
		if err != nil {
			return err
		}
		var printed strings.Builder
		rows, err := g.print(io.MultiWriter(os.Stdout, &printed), how)
		if err == nil && charts != "" {
			err = errors.Join(draw(charts, g, rows), writeTable(charts, g.name, printed.String()))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
	}
	return nil
}
