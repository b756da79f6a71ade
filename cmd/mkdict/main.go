// Command mkdict builds the generated models in dictionaries/ from text corpora and tables.
// It is the only writer of dictionaries/*.bin; maintainers run it, users do not.
package main

import (
	"fmt"
	"os"
	"sort"
)

// commands are the models that can be built, each in a file of its own.
var commands = map[string]command{}

type command struct {
	run   func(args []string) error
	about string
}

func main() {
	if len(os.Args) < 2 {
		usage()
		os.Exit(2)
	}
	c, ok := commands[os.Args[1]]
	if !ok {
		usage()
		os.Exit(2)
	}
	if err := c.run(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "mkdict "+os.Args[1]+":", err)
		os.Exit(1)
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: mkdict MODEL [flags]   (mkdict MODEL -h lists the flags)\n\nmodels:")
	var names []string
	for n := range commands {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(os.Stderr, "  %-10s %s\n", n, commands[n].about)
	}
}
