package merge

import (
	"cmp"
	"slices"
)

// reports writes the list of reports with what each tells, and what hangs on
// all the rest: offices, and the stories of actors and places.
func (m *merger) reports() {
	m.offices()
	for i, s := range m.sources {
		r := &m.out.Reports[i]
		h := &s.Reading.Report
		r.ID, r.Hash, r.Title = s.Key, h.ID, value(h.Title)
		r.Outlet, r.Agency = s.outlet, s.agency
		r.URL = cmp.Or(value(h.CanonicalURL), value(h.URL))
		r.Published, r.Language = value(h.Published), value(h.Language)
		r.Reader, r.Notice, r.Origin = s.Reading.Reader, s.Reading.Notice, m.origin[i]
		if f := m.family[i]; f >= 0 {
			r.Family = m.out.Families[f].ID
		}
		r.Story = m.out.Stories[m.storyOf[i]].ID
		r.Events, r.Actors, r.Places = []string{}, m.actorIDs(m.distinct(m.actorOf[i])), []string{}
		for _, n := range m.distinct(m.eventOf[i]) {
			r.Events = append(r.Events, m.out.Events[n].ID)
		}
		for _, n := range m.distinct(m.placeOf[i]) {
			r.Places = append(r.Places, m.out.Places[n].ID)
		}
		for _, n := range m.distinct(m.actorOf[i]) {
			m.out.Actors[n].Stories = append(m.out.Actors[n].Stories, r.Story)
		}
		for _, n := range m.distinct(m.placeOf[i]) {
			m.out.Places[n].Stories = append(m.out.Places[n].Stories, r.Story)
		}
	}
	for i := range m.out.Actors {
		m.out.Actors[i].Stories = set(m.out.Actors[i].Stories)
	}
	for i := range m.out.Places {
		m.out.Places[i].Stories = set(m.out.Places[i].Stories)
	}
}

// correct applies the corrections that change single entries, then puts all
// lists in order of id.
func (m *merger) correct() {
	o := &m.out
	for _, c := range m.corrections {
		if c.Kind == "join" || c.Kind == "split" {
			continue
		}
		for k, target := range c.Targets {
			if !o.mark(target, c) && k < len(c.Anchors) {
				if id := o.anchored(target, c.Anchors[k]); id != "" {
					o.mark(id, c)
				}
			}
		}
	}
	byID(o.Reports, func(r Report) string { return r.ID })
	byID(o.Families, func(f Family) string { return f.ID })
	byID(o.Actors, func(a Actor) string { return a.ID })
	byID(o.Places, func(p Place) string { return p.ID })
	byID(o.Events, func(e Event) string { return e.ID })
	byID(o.Statements, func(s Statement) string { return s.ID })
	byID(o.Situations, func(t Situation) string { return t.ID })
	byID(o.Stories, func(y Story) string { return y.ID })
}

func byID[T any](list []T, id func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
}

// anchored finds the entry of a noun that has most of the anchors.
func (r *Record) anchored(target string, anchors []string) string {
	if target == "" {
		return ""
	}
	best, at := 0, ""
	for _, id := range r.ids(target[0]) {
		n := 0
		for _, a := range r.Anchors(id) {
			if slices.Contains(anchors, a) {
				n++
			}
		}
		if n > best {
			best, at = n, id
		}
	}
	return at
}

// ids lists the ids of the noun with a prefix.
func (r *Record) ids(prefix byte) []string {
	var out []string
	switch prefix {
	case 'a':
		for _, a := range r.Actors {
			out = append(out, a.ID)
		}
	case 'p':
		for _, p := range r.Places {
			out = append(out, p.ID)
		}
	case 'e':
		for _, e := range r.Events {
			out = append(out, e.ID)
		}
	case 's':
		for _, s := range r.Statements {
			out = append(out, s.ID)
		}
	case 't':
		for _, t := range r.Situations {
			out = append(out, t.ID)
		}
	case 'y':
		for _, y := range r.Stories {
			out = append(out, y.ID)
		}
	}
	return out
}

// mark applies one correction to the entry with an id; false when there is
// none.
func (r *Record) mark(id string, c Correction) bool {
	if id == "" {
		return false
	}
	v := first(c.Values)
	switch id[0] {
	case 'a':
		return markIn(r.Actors, id, c, func(a *Actor) (string, *Marks, map[string]*string) {
			return a.ID, &a.Marks, map[string]*string{"title": &a.Name, "name": &a.Name, "kind": &a.Kind, "country": &a.Country}
		}, v)
	case 'p':
		return markIn(r.Places, id, c, func(p *Place) (string, *Marks, map[string]*string) {
			return p.ID, &p.Marks, map[string]*string{"title": &p.Name, "name": &p.Name, "kind": &p.Kind, "country": &p.Country}
		}, v)
	case 'e':
		return markIn(r.Events, id, c, func(e *Event) (string, *Marks, map[string]*string) {
			return e.ID, &e.Marks, map[string]*string{"type": &e.Type, "mode": &e.Mode, "factuality": &e.Factuality, "start": &e.Start, "end": &e.End}
		}, v)
	case 's':
		return markIn(r.Statements, id, c, func(s *Statement) (string, *Marks, map[string]*string) {
			return s.ID, &s.Marks, map[string]*string{"speaker": &s.Speaker, "day": &s.Day, "form": &s.Form}
		}, v)
	case 't':
		return markIn(r.Situations, id, c, func(t *Situation) (string, *Marks, map[string]*string) {
			return t.ID, &t.Marks, map[string]*string{"title": &t.Title, "state": &t.State, "since": &t.Since, "until": &t.Until, "holder": &t.Holder, "object": &t.Object}
		}, v)
	case 'y':
		return markIn(r.Stories, id, c, func(y *Story) (string, *Marks, map[string]*string) {
			return y.ID, &y.Marks, map[string]*string{"title": &y.Title}
		}, v)
	}
	return false
}

// markIn finds an entry in its list and changes it as a correction says.
func markIn[T any](list []T, id string, c Correction, open func(*T) (string, *Marks, map[string]*string), v string) bool {
	for i := range list {
		at, marks, fields := open(&list[i])
		if at != id {
			continue
		}
		switch c.Kind {
		case "wrong":
			marks.Wrong, marks.Confirmed = true, false
		case "right":
			marks.Confirmed, marks.Wrong = true, false
		case "retitle":
			if f := fields["title"]; f != nil {
				*f = v
			}
		case "edit":
			if f := fields[c.Field]; f != nil {
				*f = v
			}
		}
		marks.Corrections = append(marks.Corrections, c.ID)
		return true
	}
	return false
}
