// Package dictionaries embeds what vanban knows of the language and the administration:
// tables kept by hand (*.tsv) and models that mkdict generates (*.bin). SOURCES.md says what
// each was made from.
package dictionaries

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.tsv
var tables embed.FS

// Table returns the rows of a hand-kept table, by its file name without ".tsv", each split at
// its tabs. Lines that are empty or begin with '#' are comments. Rows have at least the number
// of columns asked for; missing ones are empty. A table that does not exist is a programming
// error and panics.
func Table(name string, columns int) [][]string {
	b, err := tables.ReadFile(name + ".tsv")
	if err != nil {
		panic(fmt.Sprintf("dictionaries: no table %q", name))
	}
	var rows [][]string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		row := strings.Split(line, "\t")
		for len(row) < columns {
			row = append(row, "")
		}
		rows = append(rows, row)
	}
	return rows
}
