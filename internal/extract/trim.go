package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// trim leaves out the blocks that are none of the article's by what they say
// and where they stand.
func trim(blocks []block, heads []string) []block {
	blocks = beforeOthers(afterTitle(blocks, heads))
	kept := blocks[:0]
	seen := map[string]bool{}
	for i, b := range blocks {
		again := b.words > 20 && seen[b.text] || b.words > 100 && repeats(kept, b.text)
		seen[b.text] = true
		switch {
		case again, b.pointsAway(), b.label(), isHead(b.text, heads):
		case 3*i > 2*len(blocks) && aboutAuthor.MatchString(b.text):
		case b.pictured && b.words < 30 && !b.sentence():
		case b.words < 40 && asks(b.text):
		default:
			kept = append(kept, b)
		}
	}
	return dropTail(dropHeadings(kept))
}

// repeats says whether a text holds several of the blocks again.
func repeats(blocks []block, text string) bool {
	n := 0
	for _, b := range blocks[:min(len(blocks), 300)] {
		if b.sentence() && strings.Contains(text, b.text) {
			if n++; n > 2 {
				return true
			}
		}
	}
	return false
}

// isHead says whether a text is a headline of the page.
func isHead(text string, heads []string) bool {
	return slices.ContainsFunc(heads, func(h string) bool { return h != "" && strings.EqualFold(text, h) })
}

// wordsIn adds up the words of the sentences among blocks.
func wordsIn(blocks []block) int {
	n := 0
	for _, b := range blocks {
		if b.sentence() {
			n += b.words
		}
	}
	return n
}

// afterTitle leaves out what stands before the headline.
func afterTitle(blocks []block, heads []string) []block {
	for i, b := range blocks {
		if b.heading && isHead(b.text, heads) && wordsIn(blocks[i:]) > 60 {
			return blocks[i+1:]
		}
	}
	return blocks
}

// beforeOthers leaves out what stands under a heading that announces other
// reports, or what others say of this one.
func beforeOthers(blocks []block) []block {
	all, before := wordsIn(blocks), 0
	out := blocks[:0:0]
	skip := false
	for _, b := range blocks {
		if b.heading || b.words < 8 && !b.item {
			announces := len(b.text) < 500 && others.MatchString(b.text)
			switch {
			case announces && 2*before > all && all-before < all/4:
				return out
			case b.heading:
				skip = announces
			case announces:
				continue
			}
		}
		if b.sentence() {
			before += b.words
		}
		if !skip {
			out = append(out, b)
		}
	}
	return out
}

var (
	others = regexp.MustCompile(`(?i)^\W*(?:more (?:from|on|great|stories|news|in|about|top|like)\b|related(?:\W*$|:| (?:articles?|stor(?:y|ies)|coverage|news|content|links?|topics?|posts?|reading|tags|items)\b)|read (?:next|more|also)|recommended(?:\W*$| (?:for|stor(?:y|ies)|reading|articles?|videos)\b)|most (?:read|popular|viewed|recent|commented)|popular(?:\W*$| (?:now|right now|on|posts?|stor(?:y|ies)|articles?|news|topics|reads|videos)\b)|trending(?:\W*$| (?:now|stories|news|topics|on)\b)|latest (?:news|stories|from)|top (?:stories|rated|comments)|(?:\d+ )?comments?\W*$|(?:leave|post|write) a (?:reply|comment)|want more\b|support (?:our|independent)\b|a word to our\b|join .{3,30} (?:for access|today)|unlock (?:this|the)|(?:register|sign in|log in) to |this (?:article|content) is (?:reserved|for)|jetzt weiterlesen|weiterlesen mit|join the (?:conversation|discussion)|you (?:may|might) (?:also|like)|also on\b|don.t miss|keep reading|up next|what to read next|privacy (?:overview|preference)|about (?:the author|\p{Lu}[\pL-]+(?: \pL+){0,3})\W*$|share this|follow us|sign up|newsletter|subscribe|explore more|editor.?s.? (?:picks|choice)|our picks|(?:sponsored|promoted)(?:\W*$| (?:by|content|links?|stor(?:y|ies)|posts?|articles?)\b)|around the web|from our partners|tell us what you think|mehr zum thema|lesen sie auch|auch interessant|das könnte (?:sie|dich)|kommentare?\b|weitere (?:artikel|themen|meldungen|nachrichten|infos|informationen)|meistgelesen|meist gelesen|ähnliche (?:artikel|beiträge)|verwandte (?:artikel|themen|beiträge)|aktuelle (?:artikel|nachrichten|meldungen)|neueste|empfehlungen|schlagwörter|themen\W*$|teilen\W*$|zum thema|mehr (?:von|aus|über|zu)\b|à lire aussi|lire aussi|sur le même sujet|articles? (?:liés|similaires)|commentaires?\b|relacionad|te puede interesar|le puede interesar|más (?:noticias|leídas|información)|lo más|comentarios?\b|leia (?:também|mais)|mais lidas|veja também|leggi anche|potrebbe interessarti|articoli correlati|commenti\b|lees ook|les også|läs (?:också|mer)|читайте также|по теме|комментарии)`)
)

// asking are phrases, in small letters, of lines that want something of the reader.
var asking = [...]string{"enter a valid email", "enter a valid e-mail", "enter your email", "entering your email", "submitting your email", "providing your email",
	"your email address", "your e-mail address", "thank you for registering", "thank you for subscribing", "thank you for signing", "please refresh the page",
	"please reload the page", "logged in to", "log in to comment", "log in to continue", "log in to read", "subscribe now", "already a subscriber", "already a member", "create an account",
	"create a free account", "to your google news", "want to bookmark", "has not loaded yet", "all rights reserved", "website uses cookies", "site uses cookies",
	"we use cookies", "commenting forum", "abonnieren sie", "newsletter an", "newsletter be", "jetzt abonnieren",
	"jetzt anmelden", "jetzt registrieren", "melden sie sich", "suscríb", "suscrib", "abonnez-vous", "iscriviti"}

// inviting are phrases that want something of the reader where a sentence opens with
// them, and may be news elsewhere: "Ruvia will not sign up to the treaty".
var inviting = regexp.MustCompile(`(?:^|[.!?:;•|–—-] |\b(?:please|can|to read on|now) )\W*(?:log in or|sign in (?:to|or)|sign up (?:for|to)|subscribe (?:to|for)|register for free|join our|click here to|assine|(?:do you )?(?:have|got) a (?:story|tip))\b`)

// asks says whether a text wants something of the reader.
func asks(text string) bool {
	low := strings.ToLower(text)
	return inviting.MatchString(low) || slices.ContainsFunc(asking[:], func(a string) bool { return strings.Contains(low, a) })
}

// pointsAway says whether a block is nothing but links.
func (b block) pointsAway() bool { return b.linked > 0 && 5*b.linked >= 4*b.words }

// label says whether a block is a label or a button rather than text.
func (b block) label() bool {
	most := 3
	if b.parent.DataAtom == atom.P {
		most = 2
	}
	return !b.heading && !b.item && b.words <= most && !sentenceEnd(b.text) && !strings.HasSuffix(b.text, ":")
}

var aboutAuthor = regexp.MustCompile(`(?i)(?:^[^.,]{3,60}\bis an? [^.]{0,40}(?:reporter|writer|editor|journalist|correspondent|columnist|contributor)\b[^.]{0,60}\b(?:at|for|with|of|covering|who)\b|follow (?:him|her|them|me) on (?:twitter|x|facebook)|(?:can|may) be reached at|^(?:e-?mail|write to|contact) .{0,40}@)`)

// dropHeadings leaves out headings under which nothing stands.
func dropHeadings(blocks []block) []block {
	kept := blocks[:0:0]
	for i, b := range blocks {
		if b.heading && (i+1 == len(blocks) || blocks[i+1].heading && i+2 == len(blocks)) {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// dropTail leaves out what follows the last sentence.
func dropTail(blocks []block) []block {
	n := len(blocks)
	for n > 0 && !blocks[n-1].sentence() && !blocks[n-1].item && !sentenceEnd(blocks[n-1].text) {
		n--
	}
	if n == 0 || len(blocks)-n > 6 && blocks[len(blocks)-1].parent.DataAtom == atom.P {
		return blocks // a list in paragraphs
	}
	return blocks[:n]
}
