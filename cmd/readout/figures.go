package main

import (
	"fmt"
	"slices"
)

// A shown figure is a row of README's table: a figure in words, with what others have reached
// on the same data.
type shown struct{ name, what, data, known string }

// shownFigures lists the figures that README shows, in its order.
var shownFigures = [...]shown{
	{"sentences.gum", "sentences, F1", "UD GUM dev", "uax29: 0.916"},
	{"syntax.ewt.upos", "parts of speech", "UD EWT dev, gold tokens", "UDPipe 2: 0.976"},
	{"syntax.ewt.uas", "trees, UAS", "the same", "UDPipe 2: 0.941"},
	{"syntax.ewt.las", "trees, LAS", "the same", "UDPipe 2: 0.924"},
	{"syntax.gum.upos", "parts of speech", "UD GUM dev, gold tokens", "UDPipe 2: 0.984"},
	{"syntax.gum.uas", "trees, UAS", "the same", "UDPipe 2: 0.938"},
	{"syntax.gum.las", "trees, LAS", "the same", "UDPipe 2: 0.921"},
	{"names.uner_ewt", "names, F1", "Universal NER, EWT dev", ""},
	{"names.wikigold", "names, F1", "WikiGold dev", ""},
	{"times.tbaq.strict", "times, strict F1", "TimeBank and AQUAINT dev", "HeidelTime, platinum: 0.813"},
	{"times.tbaq.value", "times with their days, F1", "the same", "HeidelTime, platinum: 0.776"},
	{"attributions.polnear.cue", "cues of attributions, F1", "PolNeAR dev", "a second person: 0.711"},
	{"attributions.polnear.source", "their sources, F1", "the same", "a second person: 0.711"},
	{"attributions.polnear.content", "their contents, F1", "the same", "a second person: 0.660"},
	{"chains.ontogum", "reference, CoNLL F1", "OntoGUM dev", "CoreNLP neural, OntoNotes: 0.600"},
	{"relations.zsp_plv.binary", "cooperation or conflict, macro-F1", "ZSP-PLV dev, spans given", "ZSP (RoBERTa-large): 0.969"},
	{"relations.zsp_plv.quad", "quad class, macro-F1", "the same", "ZSP (RoBERTa-large): 0.880"},
	{"relations.zsp_plv.root", "PLOVER type, macro-F1", "the same", "ZSP (RoBERTa-large): 0.736"},
	{"events.zsp_plv.root", "type of the event that joins two parties, accuracy", "ZSP-PLV dev, no spans given", "UniversalPetrarch, spans given, macro-F1: 0.463"},
	{"events.petr.pairs", "who acts on whom, F1", "PETRARCH's unit tests dev, states by `--actors`", ""},
	{"events.petr", "who does what to whom, F1", "the same", ""},
	{"records.actors", "actors, F1", "33 annotated reports", ""},
	{"records.places", "places, F1", "the same", ""},
	{"records.statements", "statements with their speaker, F1", "the same", ""},
	{"records.events.relaxed", "events by type and sentence, F1", "the same", ""},
	{"records.events.parties", "who acts in them and on whom, F1", "the same", ""},
	{"records.events", "events with actor and recipient, F1", "the same", ""},
	{"records.situations", "situations, F1", "the same", ""},
	{"extraction.scrapinghub", "text of pages, F1 of runs of 4 words", "scrapinghub, 102 pages", "go-trafilatura: 0.962"},
	{"extraction.fundus_eval", "the same", "fundus-evaluation, 40 pages", "go-trafilatura: 0.936"},
	{"extraction.fundus", "the same", "fundus, 126 pages", "go-trafilatura: 0.926"},
	{"extraction.trafilatura", "segments of the text, F1", "trafilatura, 404 pages", "go-trafilatura: 0.919"},
	{"extraction.fundus.title", "headlines", "fundus, 126 pages", "go-readability: 0.810"},
	{"extraction.fundus.byline", "bylines, as sets", "the same", "go-readability: 0.831"},
	{"extraction.fundus.day", "days of publication", "the same", "go-trafilatura: 0.960"},
	{"extraction.fundus.minute", "minutes of publication", "the same", "go-readability: 0.889"},
}

// known is what others have reached on a figure's data, "" if nobody is known
// to have been measured.
func known(name string) string {
	i := slices.IndexFunc(shownFigures[:], func(r shown) bool { return r.name == name })
	if i < 0 {
		return ""
	}
	return shownFigures[i].known
}

// printTable writes the measured figures as README has them.
func (e *env) printTable(figures []figure) {
	fmt.Fprint(e.stdout, "| what | data | measured | others |\n| --- | --- | --- | --- |\n")
	for _, r := range shownFigures {
		i := slices.IndexFunc(figures, func(f figure) bool { return f.Name == r.name })
		if i >= 0 {
			fmt.Fprintf(e.stdout, "| %s | %s | %.3f | %s |\n", r.what, r.data, figures[i].Value, r.known)
		}
	}
}
