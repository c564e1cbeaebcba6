package merge

import (
	"cmp"
	"slices"
)

// planDays is within how many days a deed is taken for what was planned,
// where the plan names no last day.
const planDays = 60

// A planKey is what a plan and its deed have in common: type, who, and where.
type planKey struct {
	typ         uint32
	actor, site int32
}

// A plannedAt is a telling under a key that it may share with a plan or deed.
type plannedAt struct {
	key planKey
	day int
	i   int32
}

// fulfilled pairs plans with the deeds that carry them out: reports that an
// actor will give up a place, and later ones that it did, tell one happening.
// The nearest deed comes first.
func (m *merger) fulfilled(tellings []telling) []pair {
	all := m.byPlan(tellings)
	var out []pair
	for x, p := range all {
		for _, q := range all[x+1 : min(len(all), x+1+windowSize)] {
			if q.key != p.key {
				break
			}
			plan, deed := &tellings[p.i], &tellings[q.i]
			if m.fulfils(plan, deed) {
				out = append(out, pair{min(p.i, q.i), max(p.i, q.i), -float64(q.day - p.day)})
			}
		}
	}
	slices.SortFunc(out, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return slices.Compact(out)
}

// byPlan puts the tellings of dated reports under each actor and place, in
// order of the days of the reports.
func (m *merger) byPlan(tellings []telling) []plannedAt {
	var all []plannedAt
	for i := range tellings {
		t := &tellings[i]
		day := m.sources[t.source].day
		if day == noDay {
			continue
		}
		for _, a := range t.actors() {
			for _, s := range t.places() {
				all = append(all, plannedAt{planKey{t.typ, a, s}, day, int32(i)})
			}
		}
	}
	slices.SortFunc(all, func(a, b plannedAt) int {
		return cmp.Or(cmp.Compare(a.key.typ, b.key.typ), cmp.Compare(a.key.actor, b.key.actor), cmp.Compare(a.key.site, b.key.site),
			cmp.Compare(a.day, b.day), cmp.Compare(a.i, b.i))
	})
	return all
}

// fulfils says that a deed carries out a plan that it shares an actor and a
// place with: told by the same word, of the same recipient, and in time.
func (m *merger) fulfils(plan, deed *telling) bool {
	if plan.source == deed.source || m.str(plan.fact) != "planned" || m.str(deed.fact) != "actual" {
		return false
	}
	if plan.trigger != deed.trigger || plan.mode != 0 && deed.mode != 0 && plan.mode != deed.mode ||
		overlap(plan.recipients(), deed.recipients(), 1, -1) < 0 {
		return false
	}
	told, done := m.sources[plan.source].day, deed.day(m)
	if done == noDay || done < told-slack || plan.start != noDay && done < plan.start-slack {
		return false
	}
	if plan.end != noDay {
		return done <= plan.end+slack
	}
	return done <= told+planDays
}

// deeds are the tellings that say what became of a plan, all where there are
// only plans: what was to be is no other side of what was done.
func (m *merger) deeds(tellings []telling) []telling {
	planned := func(t telling) bool { return m.str(t.fact) == "planned" }
	if !slices.ContainsFunc(tellings, planned) {
		return tellings
	}
	if done := slices.DeleteFunc(slices.Clone(tellings), planned); len(done) > 0 {
		return done
	}
	return tellings
}
