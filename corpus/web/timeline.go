package web

import (
	"fmt"
	"slices"
	"strconv"

	"vanban/pipeline/plan"
)

// The measures of the timeline, in units of its drawing.
const (
	dotStep   = 16 // between dots of a year
	dotRadius = 6
	rowDots   = 4  // of a year side by side
	maxDots   = 24 // of a kind in a year; the rest is a number
	yearWidth = rowDots*dotStep + 28
	axisSpace = 26 // for the numbers of the years
	edge      = 12
)

// timeline is a drawing of what is due in each year: targets above the axis, tasks below.
type timeline struct {
	Width, Height, Axis, Label int
	Years                      []yearView
	Targets, Tasks             int
}

type yearView struct {
	Year, X int
	Dots    []dot
	More    []more
}

type dot struct {
	X, Y, R           int
	Class, Link, Text string
}

type more struct {
	X, Y, N int
}

// newTimeline returns the drawing of a document, nil if nothing in it is due in a year.
func newTimeline(d *plan.Document) *timeline {
	above, below := map[int][]dot{}, map[int][]dot{}
	for _, t := range d.Targets {
		if y := yearOf(t.Due); y > 0 {
			above[y] = append(above[y], dot{Class: "target", Link: "#target-" + t.ID, Text: fmt.Sprintf("%d: %s %s", y, short(t.Indicator, 90), promise(t))})
		}
	}
	for _, t := range d.Tasks {
		if y := yearOf(t.Due); y > 0 {
			title := t.Title
			if title == "" {
				title = t.Text
			}
			below[y] = append(below[y], dot{Class: "task", Link: "#task-" + t.ID, Text: fmt.Sprintf("%d: %s", y, short(title, 120))})
		}
	}
	if len(above)+len(below) == 0 {
		return nil
	}
	t := &timeline{Axis: edge + height(above)}
	t.Label = t.Axis + 18
	t.Height = t.Axis + axisSpace + height(below) + edge
	t.place(above, below)
	return t
}

// height returns the room that the fullest year needs.
func height(years map[int][]dot) int {
	most := 0
	for _, list := range years {
		rows := (min(len(list), maxDots) + rowDots - 1) / rowDots
		if len(list) > maxDots {
			rows++
		}
		most = max(most, rows)
	}
	return most * dotStep
}

// place puts the years side by side and their dots above and below the axis.
func (t *timeline) place(above, below map[int][]dot) {
	var years []int
	for _, m := range []map[int][]dot{above, below} {
		for y := range m {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	for i, y := range slices.Compact(years) {
		v := yearView{Year: y, X: edge + i*yearWidth + yearWidth/2}
		v.stack(above[y], t.Axis-dotStep/2, -dotStep)
		v.stack(below[y], t.Axis+axisSpace+dotStep/2, dotStep)
		t.Targets, t.Tasks = t.Targets+len(above[y]), t.Tasks+len(below[y])
		t.Years = append(t.Years, v)
	}
	t.Width = 2*edge + len(t.Years)*yearWidth
}

// stack puts dots in rows, each step further from the axis.
func (v *yearView) stack(list []dot, y, step int) {
	shown := list[:min(len(list), maxDots)]
	for i, d := range shown {
		row, column := i/rowDots, i%rowDots
		wide := min(len(shown)-row*rowDots, rowDots)
		d.X, d.Y, d.R = v.X+column*dotStep-(wide-1)*dotStep/2, y+row*step, dotRadius
		v.Dots = append(v.Dots, d)
	}
	if n := len(list) - len(shown); n > 0 {
		v.More = append(v.More, more{v.X, y + maxDots/rowDots*step + 4, n})
	}
}

// yearOf returns the year of a deadline, 0 if it names none.
func yearOf(d *plan.Due) int {
	if d == nil {
		return 0
	}
	for _, s := range []string{d.Date, d.Month, d.Quarter} {
		if len(s) >= 4 {
			y, _ := strconv.Atoi(s[:4])
			return y
		}
	}
	return d.Year
}
