package web

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"vanban/pipeline/plan"
)

// functions are what the pages may call.
var functions = template.FuncMap{
	"percent": percent,
	"day":     day,
	"moment":  moment,
	"short":   short,
	"grade":   grade,
	"kind":    kind,
	"number":  number,
	"lines":   lines,
	"fix":     func(note, text string) fixedText { return fixedText{note, text} },
	"join":    func(list []string) string { return strings.Join(list, "; ") },
}

// fixedText is a value of a fact, with a note where a reader corrected it.
type fixedText struct{ Note, Text string }

// percent writes a share.
func percent(x float64) string {
	if x > 0 && x < 0.0995 {
		return strings.Replace(fmt.Sprintf("%.1f%%", 100*x), ".", ",", 1)
	}
	return fmt.Sprintf("%.0f%%", 100*x)
}

// number writes a number with the points that Vietnamese puts between thousands.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// lines writes a range of lines.
func lines(l [2]int) string {
	if l[0] == l[1] {
		return fmt.Sprint(l[0])
	}
	return fmt.Sprintf("%d–%d", l[0], l[1])
}

// day writes an ISO date, month or quarter as Vietnamese does; anything else stays.
func day(s string) string {
	if t, err := time.Parse("2006-01-02", s); err == nil {
		return t.Format("02/01/2006")
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return t.Format("tháng 1/2006")
	}
	if year, quarter, ok := strings.Cut(s, "-Q"); ok {
		return "quý " + quarter + "/" + year
	}
	return s
}

func moment(t time.Time) string { return t.Local().Format("15:04 02/01/2006") }

// grade says what a grade of a scan means.
func grade(g string) string {
	return map[string]string{"A": "bản quét tốt", "B": "bản quét khá", "C": "bản quét trung bình: nên đối chiếu", "D": "bản quét kém: cần đối chiếu",
		"E": "bản quét hỏng nặng: phải đối chiếu bản giấy"}[g]
}

func kind(k plan.SectionKind) string {
	return map[plan.SectionKind]string{plan.Preamble: "phần mở đầu", plan.Purpose: "mục đích, yêu cầu", plan.Objectives: "mục tiêu", plan.Tasks: "nhiệm vụ, giải pháp",
		plan.Implementation: "tổ chức thực hiện", plan.Article: "điều", plan.Appendix: "phụ lục"}[k]
}
