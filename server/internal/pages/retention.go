package pages

import (
	"slices"
	"strconv"
)

func (h *handler) retention(c choice, a map[string]asked) []panel {
	t := a["retention"]
	p := h.panelOf(t, c)
	p.Wide = true
	cohorts := map[int64]map[int64]int64{}
	var weeks []int64
	oldest := int64(0)
	for i := range t.Rows {
		week, age := t.Int(i, "cohort"), t.Int(i, "age")
		if cohorts[week] == nil {
			cohorts[week] = map[int64]int64{}
			weeks = append(weeks, week)
		}
		cohorts[week][age] = t.Int(i, "machines")
		oldest = max(oldest, age)
	}
	slices.Sort(weeks)
	p.Grid = &grid{Caption: t.Title, Head: heads("First seen in the week of", "#New")}
	for age := range oldest {
		head := "+" + strconv.FormatInt(age+1, 10)
		if age == 0 {
			head += " week"
		}
		p.Grid.Head = append(p.Grid.Head, cell{Text: head, Number: true, Header: true})
	}
	this := (c.filter(h.Now()).To + 3) / 7
	for _, week := range weeks {
		fresh := cohorts[week][0]
		row := []cell{{Text: dayText(7*week - 3), Header: true}, count(fresh)}
		for age := int64(1); age <= oldest; age++ {
			if week+age > this {
				row = append(row, cell{})
				continue
			}
			n := cohorts[week][age]
			cell := cell{Text: percent(n, fresh), Number: true, Title: grouped(n) + " of " + grouped(fresh) + " machines", Class: "q" + heat(n, fresh, 10, 25, 40, 60)}
			if week+age == this {
				cell.Class += " partial"
			}
			row = append(row, cell)
		}
		p.Grid.Rows = append(p.Grid.Rows, row)
	}
	if len(weeks) > 0 {
		p.Note = "In italics: the last week of the period, which may not be over."
	}
	return []panel{p}
}
