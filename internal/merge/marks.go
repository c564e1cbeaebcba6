package merge

import "slices"

// mark applies to an entry the corrections that mean it.
func (m *merger) mark(entry any) {
	if len(m.marks) == 0 {
		return
	}
	id, marks, fields := open(entry)
	if marks == nil {
		return
	}
	for _, c := range m.marks[id] {
		switch c.Kind {
		case "wrong":
			marks.Wrong, marks.Confirmed = true, false
		case "right":
			marks.Confirmed, marks.Wrong = true, false
		case "retitle":
			marks.edit(fields, "title", first(c.Values))
		case "edit":
			marks.edit(fields, c.Field, first(c.Values))
			marks.order(fields, c.Field)
		}
		marks.Corrections = append(marks.Corrections, c.ID)
	}
}

// order has the other end of a span of days give way to the one that was set.
func (m *Marks) order(fields map[string]*string, set string) {
	for _, span := range [][2]string{{"start", "end"}, {"since", "until"}} {
		from, to := fields[span[0]], fields[span[1]]
		if from == nil || *from == "" || *to == "" || *from <= *to {
			continue
		}
		switch set {
		case span[0]:
			m.edit(fields, span[1], *from)
		case span[1]:
			m.edit(fields, span[0], *to)
		}
	}
}

// edit sets a field, where the entry has it.
func (m *Marks) edit(fields map[string]*string, field, value string) {
	f := fields[field]
	if f == nil {
		return
	}
	*f = value
	if !slices.Contains(m.Edited, field) {
		m.Edited = append(m.Edited, field)
	}
}

// open gives the id of an entry, its marks, and the fields that a person may
// edit.
func open(entry any) (id string, marks *Marks, fields map[string]*string) {
	switch x := entry.(type) {
	case *Actor:
		return x.ID, &x.Marks, map[string]*string{"title": &x.Name, "name": &x.Name, "kind": &x.Kind, "country": &x.Country}
	case *Place:
		return x.ID, &x.Marks, map[string]*string{"title": &x.Name, "name": &x.Name, "kind": &x.Kind, "country": &x.Country}
	case *Event:
		return x.ID, &x.Marks, map[string]*string{"type": &x.Type, "mode": &x.Mode, "factuality": &x.Factuality, "start": &x.Start, "end": &x.End}
	case *Statement:
		return x.ID, &x.Marks, map[string]*string{"speaker": &x.Speaker, "day": &x.Day, "form": &x.Form}
	case *Situation:
		return x.ID, &x.Marks, map[string]*string{"title": &x.Title, "state": &x.State, "since": &x.Since, "until": &x.Until, "holder": &x.Holder, "object": &x.Object}
	case *Story:
		return x.ID, &x.Marks, map[string]*string{"title": &x.Title}
	}
	return "", nil, nil
}

// Editable says whether a correction may edit a field of an entry.
func Editable(entry any, field string) bool {
	_, _, fields := open(entry)
	return fields[field] != nil
}

// Anchors is what an entry is made of, to be kept with a correction of it:
// each begins with the key of a report.
func Anchors(entry any) []string {
	var out []string
	add := func(reports []string, rest ...string) {
		for _, key := range reports {
			for _, r := range rest {
				out = append(out, key+" "+r)
			}
		}
	}
	quotes := func(list []Sourced) {
		for _, e := range list {
			out = append(out, e.Report+" "+e.Quote)
		}
	}
	switch x := entry.(type) {
	case *Actor:
		add(x.Reports, foldEach(x.Names)...)
	case *Place:
		add(x.Reports, foldEach(x.Names)...)
	case *Event:
		var rest []string
		for _, t := range x.Triggers {
			rest = append(rest, x.Type+" "+t)
		}
		add(x.Reports, rest...)
	case *Statement:
		quotes(x.Evidence)
	case *Situation:
		for _, e := range x.Entries {
			quotes(e.Evidence)
		}
	case *Story:
		out = append(out, x.Reports...)
	}
	return out
}

func foldEach(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, fold(n))
	}
	return out
}
