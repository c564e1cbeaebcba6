package merge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// made is n reports of few people, places and words, so that much of what
// they tell is one: copy and rewritings, full and short names, plans and
// deeds, over half a year.
func made(seed uint64, n int) []*build {
	rnd := rand.New(rand.NewPCG(seed, 7))
	any := func(list ...string) string { return list[rnd.IntN(len(list))] }
	words := strings.Fields("harbour sailors treaty border troops envoy talks bridge grain convoy strike vote lease minister island ferry rebels dam pipeline court")
	sentence := func() string {
		var out []string
		for range 6 + rnd.IntN(9) {
			out = append(out, words[rnd.IntN(len(words))])
		}
		return strings.Join(out, " ") + "."
	}
	var copies []string
	var out []*build
	for k := range n {
		text := fmt.Sprint("Report ", k, " ", sentence(), " ", sentence(), " ", sentence())
		if len(copies) > 0 && rnd.IntN(3) == 0 {
			text = copies[rnd.IntN(len(copies))] + " " + sentence()
		} else if rnd.IntN(3) == 0 {
			text += " " + sentence() + " " + sentence() + " " + sentence()
			copies = append(copies, text)
		}
		day := fmt.Sprintf("2026-%02d-%02d", 1+rnd.IntN(6), 1+rnd.IntN(28))
		b := report(any("Harbour Ledger", "Isle Courier", "Northgate Post"), any("", "", "Meridian News Agency", "Reuters"), day, text)
		state, other := b.actor("state", "TVA", "Tavria"), b.actor("state", "NOR", "Norrland")
		person := b.actor("person", any("", "TVA"), any("Milan Oresk", "Milan Oresk", "Mylan Orezk", "Oresk", "Lena Koris", "Koris"))
		who := []string{state, other, person}
		site := b.place(any("naval_base", "city"), any("Port Selm", "Port Selm naval base", "Dorvan"))
		for range 1 + rnd.IntN(3) {
			b.event(any("AGREE", "RETREAT", "CONSULT"), any("actual", "actual", "planned"), any("", day), text[:6], text[:20], []string{any(who...)}, []string{any(who...)})
		}
		b.Events[0].Places = []string{site}
		b.situation(any("holds", "backs"), any(who...), any(site, state), any("in_force", "in_doubt", "ended"), any("", day), "")
		b.say(person, text[:min(len(text), 40+rnd.IntN(20))])
		out = append(out, b)
	}
	return out
}

// A record that grew, report by report or by many, is that of a rebuild.
func TestGrown(t *testing.T) {
	for seed := range uint64(4) {
		all := sourcesOf(made(seed, 80))
		rnd := rand.New(rand.NewPCG(seed, 3))
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		old := newKept(nil)
		for n := 1; n <= len(all); n += 1 + rnd.IntN(6) {
			old = grow(t, all[:n], old)
		}
		if old.same == 0 {
			t.Error("nothing was taken over")
		}
	}
}
