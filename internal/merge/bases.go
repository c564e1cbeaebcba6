package merge

import (
	"slices"
	"strings"
)

// baseWords follow the name of a town in that of a base.
var baseWords = map[string]bool{
	"naval": true, "navy": true, "air": true, "military": true, "army": true, "base": true, "airbase": true, "airfield": true,
	"logistics": true, "support": true, "facility": true, "station": true, "port": true, "garrison": true,
}

// baseDays is how far apart reports may be that tell of a base and, for it,
// of its town.
const baseDays = 60

// A hold is what an actor is told to hold.
type hold struct{ holder, object side }

// takeTownsForBases gives the base as what is held where a report says only
// the name of the town: of a holder that other reports of the time tell to
// hold the one base that bears the name, and not told to hold both at once.
func (m *merger) takeTownsForBases() {
	days := map[hold][]int{} // of reports that tell of holds on bases
	bases := map[side][]side{}
	told := map[hold]map[int32]bool{}
	for i := range m.seen {
		o := &m.seen[i]
		if m.str(o.kind) != "holds" || o.object >= 0 || o.holder == 0 {
			continue
		}
		h := hold{o.holder, o.object}
		if told[h] == nil {
			told[h] = map[int32]bool{}
		}
		told[h][o.source] = true
		if m.isBase(o.object) {
			days[h] = append(days[h], m.sources[o.source].day)
			if !slices.Contains(bases[o.holder], o.object) {
				bases[o.holder] = append(bases[o.holder], o.object)
			}
		}
	}
	for i := range m.seen {
		o := &m.seen[i]
		if m.str(o.kind) != "holds" || o.object >= 0 || len(bases[o.holder]) == 0 || m.isBase(o.object) {
			continue
		}
		at := slices.IndexFunc(bases[o.holder], func(b side) bool { return m.bearsName(b, o.object) })
		if at < 0 || slices.ContainsFunc(bases[o.holder][at+1:], func(b side) bool { return m.bearsName(b, o.object) }) {
			continue
		}
		base := hold{o.holder, bases[o.holder][at]}
		if !told[base][o.source] && nearDay(days[base], m.sources[o.source].day, baseDays) {
			o.object = base.object
		}
	}
}

// nearDay says that one of some days lies within so many of a day.
func nearDay(days []int, day, within int) bool {
	return slices.ContainsFunc(days, func(d int) bool {
		g, ok := gap(d, day)
		return ok && g <= within
	})
}

func (m *merger) isBase(place side) bool {
	kind := m.str(m.spots[m.sites[-place-1].group[0]].kind)
	return kind == "naval_base" || kind == "airbase"
}

// bearsName says that a base is called as a town, with words for a base
// behind, and that they do not lie in two countries or far apart.
func (m *merger) bearsName(base, town side) bool {
	b, t := &m.sites[-base-1], &m.sites[-town-1]
	rest, ok := strings.CutPrefix(fold(m.str(b.name)), fold(m.str(t.name))+" ")
	if !ok || m.str(m.spots[t.group[0]].kind) != "city" {
		return false
	}
	for _, w := range strings.Fields(rest) {
		if !baseWords[w] {
			return false
		}
	}
	return m.samePlace(&m.spots[b.group[0]], &m.spots[t.group[0]])
}
