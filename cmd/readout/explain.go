package main

import "readout/internal/record"

// because prints how facts came about, where that was asked for.
func (s *sheet) because(ids ...string) {
	for _, id := range ids {
		for _, reason := range s.r.Why[id] {
			for i, l := range wrap(record.OneLine(reason), s.width-8) {
				s.line([2]string{"      ∵ ", "        "}[min(i, 1)], s.style.dim(l))
			}
		}
	}
}

// explained prints the actors and places with what decided on them, and what
// was nearly a fact.
func (s *sheet) explained() {
	if s.r.Why == nil {
		return
	}
	s.heading("Actors", len(s.r.Actors))
	for _, a := range s.r.Actors {
		s.fact(s.names[a.ID])
		s.because(a.ID)
	}
	s.heading("Places", len(s.r.Places))
	for _, p := range s.r.Places {
		s.fact(s.names[p.ID])
		s.because(p.ID)
	}
	s.heading("Nearly", len(s.r.Why[record.Nearly]))
	s.because(record.Nearly)
}
